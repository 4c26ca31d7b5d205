namespace Lodge.Model.Storage;

/// <summary>What can be done in a pool. Declared by each backend; what depends on the host is found out when the pool starts.</summary>
public sealed record PoolCapabilities
{
    /// <summary>Formats in which volumes can be made there; empty where none can be made.</summary>
    public IReadOnlyList<VolumeFormat> Formats { get; init; } = [];

    /// <summary>Whether volumes can be made and deleted.</summary>
    public bool Create { get; init; }

    /// <summary>Whether the size of volumes can change.</summary>
    public bool Resize { get; init; }

    /// <summary>Whether volumes take room only where they were written.</summary>
    public bool Thin { get; init; }

    /// <summary>Whether a full clone in the same pool shares its blocks with what it was made of, and takes an instant.</summary>
    public bool FastClones { get; init; }

    /// <summary>Whether a volume can be based on another one.</summary>
    public bool LinkedClones { get; init; }

    /// <summary>Whether the storage itself, or the volumes' format, has snapshots.</summary>
    public bool Snapshots { get; init; }

    /// <summary>Whether several hosts can use it at the same time.</summary>
    public bool Shared { get; init; }

    /// <summary>Whether nothing in it can be changed.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether bytes of volumes can be read and written through Lodge: upload and download.</summary>
    public bool Transfer { get; init; }

    /// <summary>What is worth knowing of it besides, a sentence; null for nothing.</summary>
    public string? Note { get; init; }
}
