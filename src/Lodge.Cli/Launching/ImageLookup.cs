using Lodge.Client;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Text;

namespace Lodge.Cli.Launching;

/// <summary>Finds the image that a command line names.</summary>
internal static class ImageLookup
{
    private static readonly string[] Buildable = ["tiny", "tiny-full"];

    /// <summary>The image.</summary>
    /// <exception cref="LodgeException">There is none; the remedy says how to get it.</exception>
    public static async Task<ImageInfo> FindAsync(LodgeClient client, string name, CancellationToken cancellationToken)
    {
        var images = await client.Images.ListAsync(cancellationToken);
        return images.FirstOrDefault(image => image.Name == name)
            ?? throw NotFound(name, [.. images.Select(image => image.Name), .. Buildable]);
    }

    private static LodgeException NotFound(string name, IReadOnlyList<string> known) => Buildable.Contains(name)
        ? new LodgeException(ErrorCode.ImageNotFound, $"The image '{name}' has not been built on this host yet.", $"lodge image build {name}")
        : new LodgeException(
            ErrorCode.ImageNotFound,
            $"There is no image '{name}'.",
            Suggestion.For(name, known) is { } near ? $"Did you mean {near}?"
                : name.Contains('/', StringComparison.Ordinal) ? $"lodge image pull {name}"
                : "See 'lodge image list'. To boot from a disk of your own: lodge launch --disk FILE --name NAME.");
}
