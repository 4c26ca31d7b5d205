using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands.Images;

/// <summary><c>lodge image pull</c></summary>
internal static class ImagePullCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = new Argument<string>("NAME") { Description = "A published image, see 'lodge image list --available'.", Arity = ArgumentArity.ExactlyOne };
        var architecture = Opt.Text("--arch", "NAME", "For another architecture than the host's, such as aarch64.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("pull", "Download a cloud image from its vendor.")
        {
            Notes = """
                What comes is compared with the checksum that the vendor publishes, and that with the vendor's signature where
                the host has a keyring with the key; 'lodge image info' tells what was verified. A download that broke off goes
                on where it ended, at the next mirror if need be. An image that is here as it is published now is kept.
                """.ReplaceLineEndings("\n"),
            Examples = [new("lodge image pull debian/13", "then: lodge launch debian/13 web1")],
        };
        verb.Add(name);
        verb.Add(architecture);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var job = await cli.Client.Images.PullAsync(new PullImage { Name = cli.Get(name)!, Architecture = cli.Get(architecture) }, cancellationToken);
            await JobFollower.FollowAsync(cli, job, wait.Of(cli), $"Image {job.Subject} is here.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
