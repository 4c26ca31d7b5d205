namespace Lodge.Model.Vms.Usage;

/// <summary>What a disk has done since its QEMU was started. Times are sums over requests, which overlap.</summary>
public sealed record DiskUsage
{
    /// <summary>Name of the disk in its VM.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of what is behind it; null for an empty drive.</summary>
    public string? Path { get; init; }

    /// <summary>Requests to read.</summary>
    public long Reads { get; init; }

    /// <summary>Bytes read.</summary>
    public long ReadBytes { get; init; }

    /// <summary>Time spent on reading.</summary>
    public long ReadNanoseconds { get; init; }

    /// <summary>Requests to write.</summary>
    public long Writes { get; init; }

    /// <summary>Bytes written.</summary>
    public long WrittenBytes { get; init; }

    /// <summary>Time spent on writing.</summary>
    public long WriteNanoseconds { get; init; }

    /// <summary>Requests to flush.</summary>
    public long Flushes { get; init; }

    /// <summary>Time spent on flushing.</summary>
    public long FlushNanoseconds { get; init; }

    /// <summary>The end of the furthest write into the file on the host, bytes: how much a growing image needs; null when not told.</summary>
    public long? HighestWrite { get; init; }

    /// <summary>What the guest sees, bytes; null for an empty drive.</summary>
    public long? Capacity { get; init; }

    /// <summary>What the file takes on the host, bytes; null when not told.</summary>
    public long? OnHost { get; init; }

    /// <summary>Length of the file or device on the host, bytes; null when not told.</summary>
    public long? Length { get; init; }

    /// <summary>The images behind it, from the next one on; each of them is only read. Empty when there are none, or QEMU did not tell.</summary>
    public IReadOnlyList<DiskUsage> Backing { get; init; } = [];

    /// <summary>How the last request went.</summary>
    public DiskCondition Condition { get; init; }
}

/// <summary>How a disk's last request went, where errors halt the guest.</summary>
public enum DiskCondition
{
    /// <summary>Well, or errors go to the guest.</summary>
    Well = 0,

    /// <summary>It failed.</summary>
    Failed = 1,

    /// <summary>It failed, as the host has no space left.</summary>
    NoSpace = 2,
}
