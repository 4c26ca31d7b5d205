using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;

namespace Lodge.Cli.Commands.Images;

/// <summary><c>lodge image list</c></summary>
internal static class ImageListCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var available = Opt.Flag("--available", "What vendors publish and can be pulled, instead.");
        var verb = new Verb("list", "List images.")
        {
            Examples = [new("lodge image list", "all images"), new("lodge image list --available", "what can be pulled")],
        };
        verb.Aliases.Add("ls");
        verb.Add(available);
        verb.Handler = (cli, cancellationToken) => cli.Get(available) ? ListPublishedAsync(cli, cancellationToken) : ListAsync(cli, cancellationToken);
        return verb;
    }

    private static async Task<ExitStatus> ListAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var images = await cli.Client.Images.ListAsync(cancellationToken);
        if (!cli.Output.IsJson && images.Count == 0)
        {
            cli.Output.Notice("There are no images yet. 'lodge image build tiny' makes one, and 'lodge image list --available' tells what can be pulled.");
            return ExitStatus.Ok;
        }

        cli.Output.Result(
            images,
            ApiJson.Default.IReadOnlyListImageInfo,
            () => ImageTable.Render(images, cli.Host.Clock.GetUtcNow(), cli.Output.Style));
        return ExitStatus.Ok;
    }

    private static async Task<ExitStatus> ListPublishedAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var images = await cli.Client.Images.ListPublishedAsync(cancellationToken);
        cli.Output.Result(images, ApiJson.Default.IReadOnlyListCatalogueImage, () => ImageTable.RenderPublished(images, cli.Output.Style));
        return ExitStatus.Ok;
    }
}
