using Lodge.Model.Images;

namespace Lodge.Engine.Ports;

/// <summary>Images that VMs can be launched from.</summary>
public interface IImageCatalogue
{
    /// <summary>All images, by name.</summary>
    Task<IReadOnlyList<ImageInfo>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Builds an image from the host's own packages.</summary>
    /// <param name="name">What to build; <c>tiny</c>, or <c>tiny-full</c> with drivers for more devices.</param>
    /// <param name="progress">Share done, 0 to 1, and the present step.</param>
    /// <param name="cancellationToken">Ends the build and removes what it had begun.</param>
    Task<ImageInfo> BuildAsync(string name, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken);
}
