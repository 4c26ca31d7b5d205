namespace Lodge.Model.Vms.Devices;

/// <summary>A disk, CD-ROM drive or floppy drive of the guest.</summary>
public sealed record DiskDefinition : BootableDevice
{
    /// <summary>
    /// Name of the disk within its VM, such as <c>vda</c>: 1 to 64 characters: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>;
    /// made up when absent, and then kept.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Disk, CD-ROM, floppy.</summary>
    public DiskDevice Device { get; init; }

    /// <summary>Where the data lives. Absent only for a CD-ROM or floppy drive: it is empty. Of such a drive alone it can be changed at once. Changes live.</summary>
    public DiskSource? Source { get; init; }

    /// <summary>
    /// How the data is laid out. Absent: found out once, when the VM is defined, and kept; a guest can thus never
    /// turn a raw disk into something else by writing a header to it. Changes live with the medium of a drive.
    /// </summary>
    public DiskFormat? Format { get; init; }

    /// <summary>How the image is encrypted; absent: it is not. Changes live with the medium of a drive.</summary>
    public DiskEncryption? Encryption { get; init; }

    /// <summary>The guest may not write. A CD-ROM always is.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Other VMs may have the disk open for writing too; needs a raw image and a cluster file system in the guests.</summary>
    public bool Shareable { get; init; }

    /// <summary>How the guest sees the disk. Absent: virtio for a disk, SATA (IDE on pc) for a CD-ROM, the floppy controller for a floppy.</summary>
    public DiskBus? Bus { get; init; }

    /// <summary>Generation of virtio; absent: what the slot implies (modern on q35).</summary>
    public VirtioGeneration? Virtio { get; init; }

    /// <summary>Serial number that the guest reads, at most 36 printable characters (20 on virtio-blk reach the guest).</summary>
    public string? Serial { get; init; }

    /// <summary>World-wide name, 16 hexadecimal digits; SCSI, SATA and IDE.</summary>
    public string? Wwn { get; init; }

    /// <summary>Vendor that a SCSI disk reports, at most 8 printable characters.</summary>
    public string? Vendor { get; init; }

    /// <summary>Product that a SCSI disk reports, at most 16 printable characters.</summary>
    public string? Product { get; init; }

    /// <summary>Revolutions a minute that the disk reports, 1,025 to 65,534, or 1: solid state; SCSI, SATA, IDE. Absent: none is reported.</summary>
    public int? RotationRate { get; init; }

    /// <summary>Whether a USB disk reports itself as removable. Absent: no.</summary>
    public bool? Removable { get; init; }

    /// <summary>Tray of a CD-ROM or floppy drive; absent: closed. Changes live.</summary>
    public TrayState? Tray { get; init; }

    /// <summary>What to do at start when the source is missing; CD-ROM and floppy drives may go without. Absent: mandatory.</summary>
    public StartupPolicy? StartupPolicy { get; init; }

    /// <summary>Logical sector, bytes: a power of two, 512 to 2,097,152; on SATA and IDE always 512. Absent: 512.</summary>
    public int? LogicalBlockSize { get; init; }

    /// <summary>Physical sector, bytes: a power of two, 512 to 2,097,152, at least the logical one. Absent: the same.</summary>
    public int? PhysicalBlockSize { get; init; }

    /// <summary>Smallest unit that the guest may discard, bytes: 0 or more, a multiple of the logical sector. Absent: as QEMU does.</summary>
    public int? DiscardGranularity { get; init; }

    /// <summary>How the host caches. Absent: <see cref="DiskCache.None"/> where the file allows it, else <see cref="DiskCache.Writeback"/>.</summary>
    public DiskCache? Cache { get; init; }

    /// <summary>How QEMU reads and writes on the host. Absent: chosen by the backend.</summary>
    public DiskIo? Io { get; init; }

    /// <summary>Whether discards of the guest reach the image. Absent: unmap.</summary>
    public DiskDiscard? Discard { get; init; }

    /// <summary>Whether writes of zeroes become holes. Absent: off.</summary>
    public DetectZeroes? DetectZeroes { get; init; }

    /// <summary>What a failing write does. Absent: the guest is paused when the host is full, else told.</summary>
    public DiskErrorPolicy? ErrorPolicy { get; init; }

    /// <summary>What a failing read does. Absent: the guest is told.</summary>
    public DiskErrorPolicy? ReadErrorPolicy { get; init; }

    /// <summary>Whether blocks read from a backing image are copied into the disk. Absent: no.</summary>
    public bool? CopyOnRead { get; init; }

    /// <summary>Virtio queues, 1 to 1,024. Absent: one a vCPU, at most 16.</summary>
    public int? Queues { get; init; }

    /// <summary>Entries of a virtio queue, a power of two, 2 to 1,024. Absent: QEMU's (256).</summary>
    public int? QueueSize { get; init; }

    /// <summary>Number of the I/O thread that serves the disk, 1 or more, from <c>tuning.ioThreads</c>; virtio only. Absent: spread over those there are.</summary>
    public int? IoThread { get; init; }

    /// <summary>Size of the qcow2 metadata cache, 1 or more bytes. Absent: QEMU's.</summary>
    public Primitives.ByteSize? MetadataCache { get; init; }

    /// <summary>Limits of throughput; absent: none. Changes live.</summary>
    public DiskThrottle? Throttle { get; init; }
}
