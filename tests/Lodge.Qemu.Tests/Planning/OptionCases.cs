using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Tests.Planning;

/// <summary>Devices with the options and choices that no other case has, so that each is in some golden file.</summary>
internal static class OptionCases
{
    public static IReadOnlyDictionary<string, VmDefinition> All { get; } = Compressions().Concat(Watchdogs()).Concat(Others()).ToDictionary(each => each.Name, each => each.Definition);

    private static IEnumerable<(string Name, VmDefinition Definition)> Compressions() =>
        Enum.GetValues<SpiceImageCompression>().Select((compression, i) => ($"spice-compression-{compression}", Plain() with
        {
            Graphics =
            [
                new()
                {
                    Type = GraphicsType.Spice, ImageCompression = compression, Streaming = (SpiceStreaming)(i % 3), Connected = (ConnectedPolicy)(i % 3),
                },
            ],
        }));

    private static IEnumerable<(string Name, VmDefinition Definition)> Watchdogs() =>
        Enum.GetValues<WatchdogAction>().Select(action => ($"watchdog-{action}", Plain() with { Watchdogs = [new() { Action = action }] }));

    private static IEnumerable<(string Name, VmDefinition Definition)> Others() =>
    [
        ("limits-of-all-kinds", Plain() with
        {
            Disks =
            [
                Disk("a") with
                {
                    Throttle = new()
                    {
                        TotalBytes = 1_000_000, TotalBytesMax = 2_000_000, TotalBytesMaxSeconds = 3,
                        TotalIops = 100, TotalIopsMax = 200, TotalIopsMaxSeconds = 4,
                    },
                },
                Disk("b") with
                {
                    Throttle = new()
                    {
                        ReadBytes = 1_000_000, ReadBytesMax = 2_000_000, ReadBytesMaxSeconds = 5,
                        WriteBytes = 3_000_000, WriteBytesMax = 4_000_000, WriteBytesMaxSeconds = 6,
                        ReadIops = 100, ReadIopsMax = 200, ReadIopsMaxSeconds = 7,
                        WriteIops = 300, WriteIopsMax = 400, WriteIopsMaxSeconds = 8,
                    },
                },
            ],
        }),
        ("choices-of-disks", Plain() with
        {
            Disks =
            [
                Disk("a") with { Bus = DiskBus.Virtio, Cache = DiskCache.Writeback, Io = DiskIo.Threads, Discard = DiskDiscard.Unmap, DetectZeroes = DetectZeroes.Unmap },
                Disk("b") with { DetectZeroes = DetectZeroes.Off, ErrorPolicy = DiskErrorPolicy.Enospace, ReadErrorPolicy = DiskErrorPolicy.Ignore },
                Disk("c") with { Device = DiskDevice.Cdrom, Bus = DiskBus.Sata, Tray = TrayState.Closed, StartupPolicy = StartupPolicy.Mandatory },
                Disk("d") with { Device = DiskDevice.Floppy, Bus = DiskBus.Fdc, StartupPolicy = StartupPolicy.Requisite },
            ],
        }),
        ("choices-of-cards", Plain() with { Nics = [PlanCases.Nic with { Virtio = VirtioGeneration.Transitional, Link = LinkState.Up }] }),
        ("controllers-by-name", Plain() with
        {
            Controllers =
            [
                new() { Type = ControllerType.Pci, Index = 1, Model = ControllerModel.PcieRootPort },
                new() { Type = ControllerType.Sata, Index = 1, Model = ControllerModel.Ahci },
                new() { Type = ControllerType.Usb, Index = 1, Model = ControllerModel.QemuXhci },
                new() { Type = ControllerType.Scsi, Index = 1, Model = ControllerModel.VirtioScsi },
            ],
        }),
        ("pc-controllers-by-name", PlanCases.Vm(MachineType.Pc) with
        {
            Controllers =
            [
                new() { Type = ControllerType.Pci, Index = 1, Model = ControllerModel.PciBridge },
                new() { Type = ControllerType.Ide, Index = 0 },
            ],
        }),
        ("small-options", Plain() with
        {
            OnCrash = LifecycleAction.Preserve,
            Balloon = new() { StatisticsPeriod = 5 },
            Serials = [new() { Model = SerialModel.Isa, Backend = new PtyBackend() }],
            Parallels = [new() { Backend = new FileBackend { Path = "/srv/print" }, LogFile = "/srv/print.log" }],
            Channels = [new() { Name = "org.example.logged", Backend = new UnixBackend { Path = "/srv/channel.sock" }, LogFile = "/srv/channel.log" }],
            Inputs = [new() { Type = InputType.Keyboard, Bus = InputBus.Ps2 }],
            Sounds = [new() { Audio = AudioBackend.None }],
            HostDevices = [new() { Source = new UsbHostDevice { Bus = 1, Device = 3 }, Managed = false }],
        }),
    ];

    private static VmDefinition Plain() => PlanCases.Vm() with { Serials = [], Panics = [], Channels = [] };

    private static DiskDefinition Disk(string name) => PlanCases.Raw with { Name = name, Source = new FileDiskSource { Path = $"/images/{name}.raw" } };
}
