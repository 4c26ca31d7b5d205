using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Qemu.Tests.Planning;

/// <summary>VMs with disks, cards and controllers of all kinds and with all options.</summary>
internal static class DiskCases
{
    public static VmDefinition Q35 => PlanCases.Vm() with
    {
        Cpu = new() { Count = 4 },
        Tuning = new() { IoThreads = [new() { Id = 1, PollMax = 50_000, PollGrow = 3, PollShrink = 2 }, new() { Id = 2, ThreadPoolMax = 8 }] },
        Disks =
        [
            Raw("a") with
            {
                Serial = "S,1", Cache = DiskCache.None, Io = DiskIo.IoUring, Queues = 2, QueueSize = 512, IoThread = 2, Shareable = true,
                LogicalBlockSize = 4096, PhysicalBlockSize = 4096, DiscardGranularity = 4096, DetectZeroes = DetectZeroes.On,
                ErrorPolicy = DiskErrorPolicy.Stop, ReadErrorPolicy = DiskErrorPolicy.Report,
            },
            PlanCases.Overlay with
            {
                Alias = "ua-a-very-long-name-of-a-disk", CopyOnRead = true, Cache = DiskCache.Unsafe, MetadataCache = ByteSize.FromMiB(8),
                Throttle = new() { TotalIops = 500, ReadBytes = 1_000_000, ReadBytesMax = 2_000_000, ReadBytesMaxSeconds = 5, OperationSize = 4096 },
            },
            Raw("c") with { Virtio = VirtioGeneration.Transitional, Cache = DiskCache.Directsync, Io = DiskIo.Native, Throttle = Shared },
            Raw("d") with { Virtio = VirtioGeneration.NonTransitional, Throttle = Shared, Discard = DiskDiscard.Ignore },
            new() { Source = new BlockDiskSource { Path = "/dev/vg/block" }, Format = DiskFormat.Raw },
            Raw("e") with { Bus = DiskBus.Scsi, Serial = "S2", Wwn = "5000c50015ea71ac", Vendor = "ACME", Product = "Disk", RotationRate = 1 },
            new() { Bus = DiskBus.Scsi, Device = DiskDevice.Lun, Source = new BlockDiskSource { Path = "/dev/sdz" }, Format = DiskFormat.Raw },
            Raw("f") with { Bus = DiskBus.Sata, Serial = "S3", Wwn = "d000c50015ea71ac", RotationRate = 7200, Cache = DiskCache.Writethrough },
            Raw("g") with { Bus = DiskBus.Usb, Serial = "S4", Removable = true },
            Raw("h") with { Bus = DiskBus.Nvme, LogicalBlockSize = 4096 },
            Raw("iso") with { Device = DiskDevice.Cdrom },
            Raw("open") with { Device = DiskDevice.Cdrom, Bus = DiskBus.Scsi, Tray = TrayState.Open },
            Raw("floppy") with { Device = DiskDevice.Floppy },
        ],
    };

    public static VmDefinition Pc => PlanCases.Vm(MachineType.Pc) with
    {
        Disks =
        [
            Raw("a") with { Bus = DiskBus.Ide, BootOrder = 2 },
            Raw("b") with { Bus = DiskBus.Ide },
            new() { Device = DiskDevice.Cdrom, BootOrder = 1 },
            Raw("floppy") with { Device = DiskDevice.Floppy, BootOrder = 3 },
            Raw("c") with { Bus = DiskBus.Sata },
        ],
        Nics = [PlanCases.Nic with { BootOrder = 4 }],
    };

    public static VmDefinition Controllers => PlanCases.Vm() with
    {
        Cpu = new() { Count = 24 },
        Nics =
        [
            PlanCases.Nic with { Mtu = 9000, RxQueueSize = 512, TxQueueSize = 256, Rom = new() { File = "/roms/a.rom", Bar = true } },
            PlanCases.Nic with { Mac = "52:54:00:00:00:02", Model = NicModel.E1000e, Link = LinkState.Down, Rom = new() { Enabled = false } },
            PlanCases.Nic with { Mac = "52:54:00:00:00:03", Model = NicModel.Rtl8139 },
            PlanCases.Nic with { Mac = "52:54:00:00:00:04", Model = NicModel.E1000 },
        ],
        Hubs = [new()],
        Controllers =
        [
            new() { Type = ControllerType.Usb, Model = ControllerModel.Ich9Ehci },
            new() { Type = ControllerType.Usb, Model = ControllerModel.NecXhci, Ports = 4 },
            new() { Type = ControllerType.Usb, Model = ControllerModel.Ehci },
            new() { Type = ControllerType.Usb, Model = ControllerModel.Piix3Uhci },
            new() { Type = ControllerType.Usb },
            new() { Type = ControllerType.Scsi, Queues = 8, IoThread = 1 },
            new() { Type = ControllerType.Scsi },
            new() { Type = ControllerType.Scsi, Model = ControllerModel.Lsilogic },
            new() { Type = ControllerType.Scsi, Model = ControllerModel.Lsisas1068 },
            new() { Type = ControllerType.Scsi, Model = ControllerModel.Vmpvscsi },
            new() { Type = ControllerType.Scsi, Model = ControllerModel.Megasas },
            new() { Type = ControllerType.Sata, Index = 1 },
            new() { Type = ControllerType.VirtioSerial, Ports = 8 },
            new() { Type = ControllerType.Pci, Index = 20, Chassis = 99, Port = 3, Hotplug = false },
            new() { Type = ControllerType.Pci, Index = 21, Model = ControllerModel.PcieExpanderBus },
        ],
        Tuning = new() { IoThreads = [new() { Id = 1 }] },
    };

    public static VmDefinition OnServers => PlanCases.Vm() with
    {
        Disks =
        [
            On(new NfsDiskSource { Server = "nas", Path = "/export/a,b.img", User = 0, Group = 0 }),
            On(new IscsiDiskSource { Server = "10.0.0.1", Target = "iqn.2026-01.org.example:disks", Lun = 2, User = "anna", Secret = s_password }),
            On(new IscsiDiskSource { Server = "fd00::1", Port = 3261, Target = "iqn.2026-01.org.example:disks", Initiator = "iqn.2026-01.org.example:me" }) with
            {
                Alias = "ua-a-very-long-name-of-a-disk", Encryption = new() { Secret = s_passphrase },
            },
            On(new RbdDiskSource
            {
                Servers = [new() { Host = "mon1" }, new() { Host = "fd00::2", Port = 3300 }],
                Pool = "vms", Namespace = "web", Image = "a", User = "guests", Secret = s_password,
            }) with { Format = DiskFormat.Qcow2, Encryption = new() { Secret = s_passphrase }, Cache = DiskCache.None },
            On(new RbdDiskSource { Config = "/etc/ceph/other.conf", Pool = "vms", Image = "a", Snapshot = "s" }) with { ReadOnly = true },
            On(new HttpDiskSource { Url = "https://example.org/a.img?x=1", VerifyCertificate = false, Timeout = 30, User = "anna", Secret = s_password }) with { ReadOnly = true },
            On(new HttpDiskSource { Url = "http://example.org/a.iso" }) with { Device = DiskDevice.Cdrom },
            On(new NbdDiskSource { Server = "::1", Export = "a" }),
            On(new NbdDiskSource { Server = "nbd", Port = 10810 }),
        ],
    };

    public static VmDefinition Encrypted => PlanCases.Vm() with
    {
        Disks = [Raw("a") with { Encryption = new() { Secret = s_passphrase } }, PlanCases.Overlay with { Encryption = new() { Secret = s_passphrase } }],
    };

    private static readonly Guid s_password = Guid.Parse("0195ba4f-0000-7000-8000-000000000001");
    private static readonly Guid s_passphrase = Guid.Parse("0195ba4f-0000-7000-8000-000000000002");

    private static DiskDefinition On(NetworkDiskSource server) => new() { Source = server, Format = DiskFormat.Raw };

    private static DiskThrottle Shared => new() { Group = "slow", TotalBytes = 1 << 20 };

    private static DiskDefinition Raw(string name) => PlanCases.Raw with { Name = null, Source = new FileDiskSource { Path = $"/images/{name}.raw" } };
}
