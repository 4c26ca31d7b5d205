using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Devices;

/// <summary>How an image file is laid out.</summary>
[JsonConverter(typeof(KebabEnumConverter<DiskFormat>))]
public enum DiskFormat
{
    /// <summary>The bytes of the disk and nothing else.</summary>
    Raw = 0,

    /// <summary>QEMU's own format: grows as needed, snapshots, backing files.</summary>
    Qcow2 = 1,
}

/// <summary>Kinds of drives.</summary>
[JsonConverter(typeof(KebabEnumConverter<DiskDevice>))]
public enum DiskDevice
{
    /// <summary>A disk.</summary>
    Disk = 0,

    /// <summary>A CD-ROM drive.</summary>
    Cdrom = 1,

    /// <summary>A floppy drive.</summary>
    Floppy = 2,

    /// <summary>A SCSI disk of the host whose commands are passed through.</summary>
    Lun = 3,
}

/// <summary>How the guest sees a disk.</summary>
[JsonConverter(typeof(KebabEnumConverter<DiskBus>))]
public enum DiskBus
{
    /// <summary>virtio-blk; on microvm over virtio-mmio.</summary>
    Virtio = 0,

    /// <summary>A SCSI disk on a SCSI controller (virtio-scsi unless told otherwise).</summary>
    Scsi = 1,

    /// <summary>SATA on AHCI.</summary>
    Sata = 2,

    /// <summary>IDE, four drives at most; the board <c>pc</c> only.</summary>
    Ide = 3,

    /// <summary>USB mass storage.</summary>
    Usb = 4,

    /// <summary>NVMe, a controller of its own.</summary>
    Nvme = 5,

    /// <summary>The floppy controller.</summary>
    Fdc = 6,
}

/// <summary>Generations of virtio.</summary>
[JsonConverter(typeof(KebabEnumConverter<VirtioGeneration>))]
public enum VirtioGeneration
{
    /// <summary>Virtio 1 and before; needs a plain PCI slot.</summary>
    Transitional = 0,

    /// <summary>Virtio 1 only.</summary>
    NonTransitional = 1,
}

/// <summary>Tray of a drive.</summary>
[JsonConverter(typeof(KebabEnumConverter<TrayState>))]
public enum TrayState
{
    /// <summary>Closed.</summary>
    Closed = 0,

    /// <summary>Open.</summary>
    Open = 1,
}

/// <summary>What to do at start when a medium is missing.</summary>
[JsonConverter(typeof(KebabEnumConverter<StartupPolicy>))]
public enum StartupPolicy
{
    /// <summary>The start fails.</summary>
    Mandatory = 0,

    /// <summary>The start fails; a migration or restore goes on without it, a drive being empty.</summary>
    Requisite = 1,

    /// <summary>The VM starts without it, a drive being empty.</summary>
    Optional = 2,
}

/// <summary>Cache modes, as QEMU and libvirt name them.</summary>
[JsonConverter(typeof(KebabEnumConverter<DiskCache>))]
public enum DiskCache
{
    /// <summary>Past the host's page cache; the guest's flushes count.</summary>
    None = 0,

    /// <summary>Through the host's page cache; the guest's flushes count.</summary>
    Writeback = 1,

    /// <summary>Through the host's page cache; every write is flushed.</summary>
    Writethrough = 2,

    /// <summary>Past the host's page cache; every write is flushed.</summary>
    Directsync = 3,

    /// <summary>Through the host's page cache; flushes are ignored. A crash of the host loses data.</summary>
    Unsafe = 4,
}

/// <summary>Ways of QEMU to read and write on the host.</summary>
[JsonConverter(typeof(SnakeEnumConverter<DiskIo>))]
public enum DiskIo
{
    /// <summary>A pool of threads.</summary>
    Threads = 0,

    /// <summary>Linux AIO; needs a cache mode past the page cache.</summary>
    Native = 1,

    /// <summary>io_uring.</summary>
    IoUring = 2,
}

/// <summary>What discards of the guest do.</summary>
[JsonConverter(typeof(KebabEnumConverter<DiskDiscard>))]
public enum DiskDiscard
{
    /// <summary>They free space in the image.</summary>
    Unmap = 0,

    /// <summary>Nothing.</summary>
    Ignore = 1,
}

/// <summary>What writes of zeroes do.</summary>
[JsonConverter(typeof(KebabEnumConverter<DetectZeroes>))]
public enum DetectZeroes
{
    /// <summary>They are written.</summary>
    Off = 0,

    /// <summary>They are written in the cheapest way.</summary>
    On = 1,

    /// <summary>They become holes.</summary>
    Unmap = 2,
}

/// <summary>What an error of a disk does.</summary>
[JsonConverter(typeof(KebabEnumConverter<DiskErrorPolicy>))]
public enum DiskErrorPolicy
{
    /// <summary>The guest is paused.</summary>
    Stop = 0,

    /// <summary>The guest is told.</summary>
    Report = 1,

    /// <summary>It is ignored.</summary>
    Ignore = 2,

    /// <summary>The guest is paused when the host is full, else told; writes only.</summary>
    Enospace = 3,
}
