using System.Text.Json;
using Lodge.Model.Errors;
using Lodge.Model.Images;

namespace Lodge.Storage.Images.Catalogue;

/// <summary>The images that can be pulled: those that Lodge knows, and those of a file of the user's, which win.</summary>
internal static class PublishedImages
{
    private const string Resource = "cloud-images.json";

    /// <summary>All of them, by name.</summary>
    /// <param name="userFile">The user's own file; null or absent for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LodgeException">The user's file is damaged.</exception>
    public static async Task<IReadOnlyList<CatalogueImage>> ReadAsync(string? userFile, CancellationToken cancellationToken)
    {
        var known = await ReadOwnAsync(cancellationToken);
        if (userFile is null || !File.Exists(userFile))
        {
            return known;
        }

        var images = known.ToDictionary(image => image.Name, StringComparer.Ordinal);
        foreach (var image in await ReadUsersAsync(userFile, cancellationToken))
        {
            images[image.Name] = image;
        }

        return [.. images.Values.OrderBy(image => image.Name, StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<CatalogueImage>> ReadOwnAsync(CancellationToken cancellationToken)
    {
        await using var stream = typeof(PublishedImages).Assembly.GetManifestResourceStream(Resource)!;
        var file = await JsonSerializer.DeserializeAsync(stream, CatalogueJson.Default.CatalogueFile, cancellationToken);
        return [.. file!.Images.OrderBy(image => image.Name, StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<CatalogueImage>> ReadUsersAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            var images = (await JsonSerializer.DeserializeAsync(stream, CatalogueJson.Default.CatalogueFile, cancellationToken))!.Images;
            return images.FirstOrDefault(image => Flaw(image) is not null) is { } flawed
                ? throw Damaged(path, $"the image '{flawed.Name}' {Flaw(flawed)}", null)
                : images;
        }
        catch (Exception damage) when (damage is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(path, damage.Message, damage);
        }
    }

    private static string? Flaw(CatalogueImage image) =>
        !ImageNames.IsValid(image.Name) ? "has a name that no image can have"
        : image.Architectures.Count == 0 ? "names no architecture"
        : image.Architectures.Values.Any(each => each.Urls.Count == 0) ? "has an architecture without an address"
        : image.Architectures.Values.SelectMany(Addresses).Any(url => !url.IsAbsoluteUri || url.Scheme is not ("https" or "http")) ? "has an address that is not of http or https"
        : image.Architectures.Values.Any(each => each.Signature is { Kind: SignatureKind.Detached, Url: null }) ? "has a detached signature without an address"
        : null;

    private static IEnumerable<Uri> Addresses(CatalogueDownload download) =>
        [.. download.Urls, .. download.Checksums is { } sums ? [sums] : Array.Empty<Uri>(), .. download.Signature?.Url is { } url ? [url] : Array.Empty<Uri>()];

    private static LodgeException Damaged(string path, string what, Exception? cause) => new(
        ErrorCode.BadFile, $"The file of images {path} cannot be used: {what}", "Correct it: docs/howto/images.md shows how it is written.", cause);
}
