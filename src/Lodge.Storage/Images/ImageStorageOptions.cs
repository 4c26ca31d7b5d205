namespace Lodge.Storage.Images;

/// <summary>Where images are kept, and how patient their downloads are.</summary>
public sealed record ImageStorageOptions
{
    /// <summary>Folder of the images.</summary>
    public required string ImagesFolder { get; init; }

    /// <summary>Folder of what can be fetched again: packages, unfinished downloads.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Folder of the disks that are made for VMs.</summary>
    public required string DisksFolder { get; init; }

    /// <summary>The user's own file of published images; need not exist.</summary>
    public string? UserCatalogue { get; init; }

    /// <summary>Folders with keyrings that gpgv can read, for signatures.</summary>
    public IReadOnlyList<string> KeyringFolders { get; init; } = [];

    /// <summary>How long a server may send nothing before the next mirror is tried.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a download that broke off is gone on with at the same mirror.</summary>
    public int Retries { get; init; } = 3;
}
