using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands.Images;

/// <summary><c>lodge image build</c></summary>
internal static class ImageBuildCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = new Argument<string>("NAME") { Description = "The image: tiny, or tiny-full with drivers for more devices.", Arity = ArgumentArity.ExactlyOne };
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("build", "Build an image from the host's own packages.")
        {
            Completes = Completes.Image,
            Examples = [new("lodge image build tiny", "a small Linux, in seconds; then: lodge launch tiny")],
        };
        verb.Add(name);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var job = await cli.Client.Images.BuildAsync(new BuildImage { Name = cli.Get(name)! }, cancellationToken);
            await JobFollower.FollowAsync(cli, job, limits, $"Image {job.Subject} is built.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
