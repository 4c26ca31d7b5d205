using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;

namespace Lodge.Cli.Commands.Images;

/// <summary><c>lodge image info</c></summary>
internal static class ImageInfoCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = ImageCommand.Name();
        var verb = new Verb("info", "Show an image: where it comes from, and what was verified of it.")
        {
            Completes = Completes.Image,
            Examples = [new("lodge image info debian/13", "its disk, its checksum, its signature")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var image = await cli.Client.Images.GetAsync(cli.Get(name)!, cancellationToken);
            cli.Output.Result(image, ApiJson.Default.ImageInfo, () => ImageDetails.Render(image, cli.Host.Clock.GetUtcNow(), cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }
}
