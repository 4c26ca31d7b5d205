using Lodge.Model.Images;

namespace Lodge.Cli.Rendering;

/// <summary>The table of <c>lodge image list</c>.</summary>
internal static class ImageTable
{
    /// <summary>One row an image.</summary>
    public static string Render(IReadOnlyList<ImageInfo> images, DateTimeOffset now, Style style)
    {
        var table = new Table(style, "IMAGE", ">SIZE", ">MEMORY", ">AGE", "DESCRIPTION");
        foreach (var image in images)
        {
            table.Add(
                image.Name,
                Sizes.Of(image.SizeBytes),
                $"{Sizes.Of(image.MinimumMemoryBytes)}+",
                Ages.Length(now - image.CreatedAt),
                image.Description);
        }

        return table.ToString();
    }

    /// <summary>The table of <c>lodge image list --available</c>.</summary>
    public static string RenderPublished(IReadOnlyList<CatalogueImage> images, Style style)
    {
        var table = new Table(style, "IMAGE", "USER", "ARCHITECTURES", "DESCRIPTION");
        foreach (var image in images)
        {
            table.Add(image.Name, image.User ?? "", string.Join(' ', image.Architectures.Keys), image.Title);
        }

        return table.ToString();
    }
}
