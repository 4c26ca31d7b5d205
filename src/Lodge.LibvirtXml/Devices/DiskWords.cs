using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>libvirt's words for disks.</summary>
internal static class DiskWords
{
    public static readonly Words<DiskDevice> Devices = new(
        (DiskDevice.Disk, "disk"), (DiskDevice.Cdrom, "cdrom"), (DiskDevice.Floppy, "floppy"), (DiskDevice.Lun, "lun"));

    public static readonly Words<DiskBus> Buses = new(
        (DiskBus.Virtio, "virtio"), (DiskBus.Scsi, "scsi"), (DiskBus.Sata, "sata"), (DiskBus.Ide, "ide"), (DiskBus.Usb, "usb"),
        (DiskBus.Nvme, "nvme"), (DiskBus.Fdc, "fdc"))
    {
        Refused = ["xen", "uml", "sd"],
    };

    public static readonly Words<DiskFormat> Formats = new((DiskFormat.Raw, "raw"), (DiskFormat.Qcow2, "qcow2"))
    {
        Refused =
        [
            "aio", "none", "dir", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "fat", "vhd", "ploop", "cow", "qcow", "qed", "vmdk", "luks", "vhdx",
        ],
    };

    public static readonly Words<TrayState> Trays = new((TrayState.Closed, "closed"), (TrayState.Open, "open"));

    public static readonly Words<StartupPolicy> StartupPolicies = new(
        (StartupPolicy.Mandatory, "mandatory"), (StartupPolicy.Requisite, "requisite"), (StartupPolicy.Optional, "optional"));

    public static readonly Words<DiskCache> Caches = new(
        (DiskCache.None, "none"), (DiskCache.Writeback, "writeback"), (DiskCache.Writethrough, "writethrough"),
        (DiskCache.Directsync, "directsync"), (DiskCache.Unsafe, "unsafe"));

    public static readonly Words<DiskIo> Ios = new((DiskIo.Threads, "threads"), (DiskIo.Native, "native"), (DiskIo.IoUring, "io_uring"));

    public static readonly Words<DiskDiscard> Discards = new((DiskDiscard.Unmap, "unmap"), (DiskDiscard.Ignore, "ignore"));

    public static readonly Words<DetectZeroes> Zeroes = new(
        (DetectZeroes.Off, "off"), (DetectZeroes.On, "on"), (DetectZeroes.Unmap, "unmap"));

    public static readonly Words<DiskErrorPolicy> ErrorPolicies = new(
        (DiskErrorPolicy.Stop, "stop"), (DiskErrorPolicy.Report, "report"), (DiskErrorPolicy.Ignore, "ignore"),
        (DiskErrorPolicy.Enospace, "enospace"));

    /// <summary>The bus that libvirt takes where none is named: by the first letters of the name in the guest.</summary>
    public static DiskBus BusOf(string name, DiskDevice kind) => kind == DiskDevice.Floppy ? DiskBus.Fdc
        : name.StartsWith("vd", StringComparison.Ordinal) ? DiskBus.Virtio
        : name.StartsWith("sd", StringComparison.Ordinal) ? DiskBus.Scsi
        : name.StartsWith("nvme", StringComparison.Ordinal) ? DiskBus.Nvme
        : name.StartsWith("fd", StringComparison.Ordinal) ? DiskBus.Fdc
        : DiskBus.Ide;
}
