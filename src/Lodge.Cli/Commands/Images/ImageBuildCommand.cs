using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands.Images;

/// <summary><c>lodge image build</c></summary>
internal static class ImageBuildCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = new Argument<string>("NAME") { Description = "The image: tiny, tiny-full with drivers for more devices, or debian.", Arity = ArgumentArity.ExactlyOne };
        var suite = Opt.Text("--suite", "NAME", "Debian's release, such as trixie; the image is then debian-trixie. The host's if not given.");
        var packages = Opt.Texts("--package", "NAME", "Package beside the usual ones, for debian; as often as needed.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("build", "Build an image from the host's own packages.")
        {
            Completes = Completes.Image,
            Notes = """
                'debian' installs with mmdebstrap, from the apt sources of the daemon's host, a disk that boots by BIOS and by UEFI,
                with cloud-init, the guest agent and ssh in it; it takes a minute or two, and needs a daemon with root's rights.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge image build tiny", "a small Linux, in seconds; then: lodge launch tiny"),
                new("lodge image build debian --package nginx", "a Debian as cloud images are; then: lodge launch debian web1"),
            ],
        };
        verb.Add(name);
        verb.Add(suite);
        verb.Add(packages);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var request = new BuildImage { Name = cli.Get(name)!, Suite = cli.Get(suite), Packages = cli.Get(packages) is { Length: > 0 } extra ? extra : null };
            var limits = wait.Of(cli);
            var job = await cli.Client.Images.BuildAsync(request, cancellationToken);
            await JobFollower.FollowAsync(cli, job, limits, $"Image {job.Subject} is built.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
