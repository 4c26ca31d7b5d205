namespace Lodge.Storage.Images;

/// <summary>Why an image could not be built: what happened, and what to do about it.</summary>
public sealed class ImageBuildException : Exception
{
    /// <summary>Makes the error of a failed build.</summary>
    /// <param name="fault">The kind of failure, for programs.</param>
    /// <param name="message">What happened and why, as a sentence.</param>
    /// <param name="remedy">What the reader can do about it, as a sentence.</param>
    /// <param name="cause">The error underneath, if any.</param>
    public ImageBuildException(ImageBuildFault fault, string message, string remedy, Exception? cause = null)
        : base(message, cause)
    {
        Fault = fault;
        Remedy = remedy;
    }

    /// <summary>The kind of failure, for programs.</summary>
    public ImageBuildFault Fault { get; }

    /// <summary>What the reader can do about it, as a sentence.</summary>
    public string Remedy { get; }
}

/// <summary>The kinds of failure when an image is built. The numbers are fixed, and 1 is not given again; new ones go to the end.</summary>
public enum ImageBuildFault
{
    /// <summary>This host cannot build the image: another distribution or processor.</summary>
    HostNotSupported = 0,

    /// <summary>The package lists of this host do not name a package that is needed.</summary>
    PackageUnknown = 2,

    /// <summary>The network, or the server at its other end, does not answer.</summary>
    NetworkUnreachable = 3,

    /// <summary>The package lists name a version that the server no longer has.</summary>
    PackageListsOutdated = 4,

    /// <summary>A download failed for another reason.</summary>
    DownloadFailed = 5,

    /// <summary>A package does not hold what it should.</summary>
    PackageUnusable = 6,

    /// <summary>A folder cannot be written: rights, or a full or read-only disk.</summary>
    FolderNotWritable = 7,
}
