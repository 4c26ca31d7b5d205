namespace Lodge.Model.Vms.Devices;

/// <summary>
/// Limits of a disk, as libvirt's <c>&lt;iotune&gt;</c>. A total and a limit of reads or writes of the same kind
/// exclude each other. A burst (<c>Max</c>) is allowed for its length, and must not be below its limit.
/// </summary>
public sealed record DiskThrottle
{
    /// <summary>Name of a group of disks of this VM that share these limits; absent: the disk has them alone.</summary>
    public string? Group { get; init; }

    /// <summary>Bytes a second, read and written together, 0 or more; 0: no limit. Absent: no limit.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>Bytes a second that are read, 0 or more; 0: no limit. Absent: no limit.</summary>
    public long? ReadBytes { get; init; }

    /// <summary>Bytes a second that are written, 0 or more; 0: no limit. Absent: no limit.</summary>
    public long? WriteBytes { get; init; }

    /// <summary>Operations a second, reads and writes together, 0 or more; 0: no limit. Absent: no limit.</summary>
    public long? TotalIops { get; init; }

    /// <summary>Reads a second, 0 or more; 0: no limit. Absent: no limit.</summary>
    public long? ReadIops { get; init; }

    /// <summary>Writes a second, 0 or more; 0: no limit. Absent: no limit.</summary>
    public long? WriteIops { get; init; }

    /// <summary>Burst of <see cref="TotalBytes"/>, bytes a second, at least <see cref="TotalBytes"/>. Absent: none.</summary>
    public long? TotalBytesMax { get; init; }

    /// <summary>Burst of <see cref="ReadBytes"/>, bytes a second, at least <see cref="ReadBytes"/>. Absent: none.</summary>
    public long? ReadBytesMax { get; init; }

    /// <summary>Burst of <see cref="WriteBytes"/>, bytes a second, at least <see cref="WriteBytes"/>. Absent: none.</summary>
    public long? WriteBytesMax { get; init; }

    /// <summary>Burst of <see cref="TotalIops"/>, operations a second, at least <see cref="TotalIops"/>. Absent: none.</summary>
    public long? TotalIopsMax { get; init; }

    /// <summary>Burst of <see cref="ReadIops"/>, operations a second, at least <see cref="ReadIops"/>. Absent: none.</summary>
    public long? ReadIopsMax { get; init; }

    /// <summary>Burst of <see cref="WriteIops"/>, operations a second, at least <see cref="WriteIops"/>. Absent: none.</summary>
    public long? WriteIopsMax { get; init; }

    /// <summary>Length of the burst <see cref="TotalBytesMax"/>, seconds, 1 or more. Absent: 1.</summary>
    public int? TotalBytesMaxSeconds { get; init; }

    /// <summary>Length of the burst <see cref="ReadBytesMax"/>, seconds, 1 or more. Absent: 1.</summary>
    public int? ReadBytesMaxSeconds { get; init; }

    /// <summary>Length of the burst <see cref="WriteBytesMax"/>, seconds, 1 or more. Absent: 1.</summary>
    public int? WriteBytesMaxSeconds { get; init; }

    /// <summary>Length of the burst <see cref="TotalIopsMax"/>, seconds, 1 or more. Absent: 1.</summary>
    public int? TotalIopsMaxSeconds { get; init; }

    /// <summary>Length of the burst <see cref="ReadIopsMax"/>, seconds, 1 or more. Absent: 1.</summary>
    public int? ReadIopsMaxSeconds { get; init; }

    /// <summary>Length of the burst <see cref="WriteIopsMax"/>, seconds, 1 or more. Absent: 1.</summary>
    public int? WriteIopsMaxSeconds { get; init; }

    /// <summary>Size at which a request counts as more than one operation, bytes, 0 or more. Absent: every request is one.</summary>
    public long? OperationSize { get; init; }
}
