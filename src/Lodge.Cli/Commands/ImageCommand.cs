using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge image</c></summary>
internal static class ImageCommand
{
    /// <summary>The command.</summary>
    public static Verb Create() => new("image", "List or build images that VMs are launched from.")
    {
        List(),
        Build(),
    };

    private static Verb List()
    {
        var verb = new Verb("list", "List images.") { Examples = [new("lodge image list", "all images")] };
        verb.Aliases.Add("ls");
        verb.Handler = async (cli, cancellationToken) =>
        {
            var images = await cli.Client.ListImagesAsync(cancellationToken);
            if (!cli.Output.IsJson && images.Count == 0)
            {
                cli.Output.Notice("There are no images yet. 'lodge image build tiny' makes one.");
                return ExitStatus.Ok;
            }

            cli.Output.Result(
                images,
                ApiJson.Default.IReadOnlyListImageInfo,
                () => ImageTable.Render(images, cli.Host.Clock.GetUtcNow(), cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Build()
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
            var job = await cli.Client.BuildImageAsync(cli.Get(name)!, cancellationToken);
            await JobFollower.FollowAsync(cli, job, limits, $"Image {job.Subject} is built.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
