using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.DiskJobs;

/// <summary>How far work on the images of a disk is.</summary>
public sealed record DiskJobStatus
{
    /// <summary>The VM's name.</summary>
    public required string Vm { get; init; }

    /// <summary>Name of the disk.</summary>
    public required string Disk { get; init; }

    /// <summary>Identity of the job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>What is done.</summary>
    public required DiskJobKind Kind { get; init; }

    /// <summary>What is done of it, bytes.</summary>
    public long Done { get; init; }

    /// <summary>The whole, bytes; it grows while the guest writes. 0 while it is not known.</summary>
    public long Total { get; init; }

    /// <summary>The limit, bytes a second; 0 for none.</summary>
    public long Speed { get; init; }

    /// <summary>Whether the copy has caught up with the guest.</summary>
    public bool Ready { get; init; }

    /// <summary>What happens when the copy has caught up with the guest.</summary>
    public AtReady AtReady { get; init; }

    /// <summary>Where a copy goes, or which image takes the disk's own; null for other work.</summary>
    public string? To { get; init; }

    /// <summary>The format of that.</summary>
    public DiskFormat? ToFormat { get; init; }
}

/// <summary>What came of work on the images of a disk, for events.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="State">What came of it.</param>
/// <param name="Path">What was behind the disk when it began.</param>
/// <param name="Pivoted">Whether the guest goes on in the copy, or in the image that took the disk's own.</param>
public sealed record DiskJobNews(DiskJobKind Kind, DiskJobState State, string Path, bool Pivoted = false);

/// <summary>What came of work on the images of a disk. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<DiskJobState>))]
public enum DiskJobState
{
    /// <summary>The copy has caught up with the guest.</summary>
    Ready = 1,

    /// <summary>It is done.</summary>
    Completed = 2,

    /// <summary>It failed; the disk is as it was.</summary>
    Failed = 3,

    /// <summary>It was given up; the disk is as it was.</summary>
    Cancelled = 4,
}
