using Lodge.Model.Errors;
using Lodge.Model.Images;

namespace Lodge.Engine.Ports;

/// <summary>Images that VMs can be launched from.</summary>
public interface IImageCatalogue
{
    /// <summary>All images, by name.</summary>
    Task<IReadOnlyList<ImageInfo>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What can be pulled, by name.</summary>
    /// <exception cref="LodgeException">The user's own file of images is damaged.</exception>
    Task<IReadOnlyList<CatalogueImage>> ListPublishedAsync(CancellationToken cancellationToken);

    /// <summary>Builds an image from the host's own packages.</summary>
    /// <param name="build">What to build.</param>
    /// <param name="progress">Share done, 0 to 1, and the present step.</param>
    /// <param name="cancellationToken">Ends the build and removes what it had begun.</param>
    Task<ImageInfo> BuildAsync(ImageBuild build, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken);

    /// <summary>Downloads a published image; one that is here already, as published now, is kept.</summary>
    /// <param name="image">Which.</param>
    /// <param name="architecture">For which architecture.</param>
    /// <param name="progress">Share done, 0 to 1, and the present step.</param>
    /// <param name="cancellationToken">Ends the download; what came so far is gone on from next time.</param>
    /// <exception cref="LodgeException">No mirror answers, or what comes is not what its vendor published.</exception>
    Task<ImageInfo> PullAsync(
        CatalogueImage image, string architecture, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken);

    /// <summary>Makes an image from a file of this host, which stays as it is.</summary>
    /// <param name="request">What to import.</param>
    /// <param name="progress">Share done, 0 to 1, and the present step.</param>
    /// <param name="cancellationToken">Ends the import and removes what it had begun.</param>
    /// <exception cref="LodgeException">The file is not what it is said to be, or the name is taken.</exception>
    Task<ImageInfo> ImportAsync(ImageImport request, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken);

    /// <summary>Deletes an image, and its disk unless another image has the same.</summary>
    /// <param name="name">An existing image.</param>
    /// <param name="cancellationToken">Ends the wait for whoever is making the image.</param>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Which of several images of disks rest on a file, directly or through others.</summary>
    /// <param name="file">Absolute path.</param>
    /// <param name="disks">Absolute paths; those that cannot be read rest on nothing.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlySet<string>> FindDependentsAsync(string file, IReadOnlyCollection<string> disks, CancellationToken cancellationToken);
}

/// <summary>What to build.</summary>
/// <param name="Name"><c>tiny</c>, <c>tiny-full</c> with drivers for more devices, or <c>debian</c>.</param>
/// <param name="Suite">Debian's release; null: the host's.</param>
/// <param name="Packages">Packages beside the usual ones; Debian only.</param>
public sealed record ImageBuild(string Name, string? Suite = null, IReadOnlyList<string>? Packages = null);

/// <summary>What to import.</summary>
/// <param name="Path">Absolute path of the file.</param>
/// <param name="Name">What the image shall be called.</param>
/// <param name="Format">Its format; null: as its name ends.</param>
/// <param name="Details">What else is known of it.</param>
public sealed record ImageImport(string Path, string Name, ImportFormat? Format, ImportDetails Details);
