namespace Lodge.Storage.Images.Tiny;

/// <summary>What to build the tiny image from, and where to put it.</summary>
public sealed record TinyImageRequest
{
    /// <summary>Which of the tiny images.</summary>
    public TinyVariant Variant { get; init; } = TinyVariant.Standard;

    /// <summary>The folder that becomes the image. Its parent is made when missing, and must be writable.</summary>
    public required string TargetFolder { get; init; }

    /// <summary>Where downloaded packages stay for the next build. Made when missing.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Builds even when a finished image of the same inputs is there.</summary>
    public bool Rebuild { get; init; }

    /// <summary>
    /// Options for every apt command, each as <c>Name=Value</c>: another <c>Dir</c> with package lists of its own, a
    /// proxy. Empty: the host's apt as it is set up.
    /// </summary>
    public IReadOnlyList<string> AptOptions { get; init; } = [];
}

/// <summary>A finished tiny image.</summary>
/// <param name="Folder">The image's folder, absolute.</param>
/// <param name="Manifest">What is in it.</param>
/// <param name="Reused">True when it was there already and nothing had changed.</param>
public sealed record TinyImage(string Folder, ImageManifest Manifest, bool Reused)
{
    /// <summary>The kernel to boot directly, absolute.</summary>
    public string KernelPath => Path.Combine(Folder, TinyImageBuilder.KernelFile);

    /// <summary>The initial file system that is the whole guest, absolute.</summary>
    public string InitrdPath => Path.Combine(Folder, TinyImageBuilder.InitrdFile);
}
