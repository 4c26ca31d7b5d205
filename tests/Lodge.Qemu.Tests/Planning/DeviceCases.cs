using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Tests.Planning;

/// <summary>The devices and displays whose plans are kept as golden files, each model and option at least once.</summary>
internal static class DeviceCases
{
    public static IReadOnlyDictionary<string, VmDefinition> All { get; } = new Dictionary<string, VmDefinition>
    {
        ["ports-of-all-kinds"] = Plain() with
        {
            Controllers = [Serial],
            Serials =
            [
                new() { Alias = "serial0" },
                new() { Alias = "serial1", Backend = new UnixBackend { Path = "/srv/a,b.sock" }, Address = new IsaAddress(0x2f8, 3) },
                new() { Alias = "pci-port", Model = SerialModel.Pci, Backend = new PtyBackend(), Address = new PciAddress(0, 6) },
                new() { Alias = "usb-port", Model = SerialModel.Usb, Backend = new NullBackend(), LogFile = "/srv/usb.log", Address = new UsbAddress(0, "2") },
            ],
            Parallels = [new() { Alias = "parallel0", Backend = new FileBackend { Path = "/srv/print" } }],
            Consoles =
            [
                new() { Alias = "console0", LogFile = "/srv/console.log", Address = new VirtioSerialAddress(0, 0) },
                new() { Alias = "console1", Backend = new UnixBackend { Path = "/srv/listening.sock", Mode = SocketMode.Connect }, Address = new VirtioSerialAddress(0, 1) },
            ],
            Channels =
            [
                Channel(ChannelDefinition.GuestAgent, null, 2),
                Channel("tcp.in", new TcpBackend { Port = 7000, Telnet = true }, 3),
                Channel("tcp.out", new TcpBackend { Host = "logs.example", Port = 7001, Mode = SocketMode.Connect }, 4),
                Channel("append", new FileBackend { Path = "/srv/append", Append = true }, 5),
                Channel(ChannelDefinition.SpiceAgent, new SpiceBackend(), 6),
                Channel("org.spice-space.webdav.0", new SpiceBackend { Port = "org.spice-space.webdav.0" }, 7),
                Channel("bus", new DbusBackend { Channel = "org.example.bus" }, 8),
            ],
            Graphics = [new() { Type = GraphicsType.Spice }, new() { Type = GraphicsType.Dbus }],
            Videos = [],
        },
        ["vnc-tcp-password-tls"] = Plain() with
        {
            Graphics =
            [
                new()
                {
                    Listen = new AddressListen { Address = "0.0.0.0" }, Password = "secret", PasswordExpires = DateTimeOffset.UnixEpoch,
                    Tls = true, Sharing = VncSharing.ForceShared, KeyMap = "de",
                },
            ],
            Videos = [new() { Alias = "video0", Memory = ByteSize.FromMiB(32), Width = 1280, Height = 1024, Address = new PciAddress(0, 1) }],
        },
        ["vnc-web-sockets"] = Plain() with
        {
            Graphics = [new() { Listen = new AddressListen { Address = "::1", Port = 5910, WebSocketPort = 5700 }, Sharing = VncSharing.Ignore }],
            Videos = [new() { Model = VideoModel.None }],
        },
        ["vnc-user-socket"] = Plain() with
        {
            Graphics = [new() { Listen = new SocketListen { Path = "/srv/vnc.sock" }, Sharing = VncSharing.AllowExclusive }],
            Videos = [new() { Alias = "video0", Model = VideoModel.Cirrus, Memory = ByteSize.FromMiB(8), Address = new PciAddress(0, 1) }],
        },
        ["spice-tcp-tls-all-options"] = Plain() with
        {
            Graphics =
            [
                new()
                {
                    Type = GraphicsType.Spice, Listen = new AddressListen { TlsPort = 5999 }, Tls = true, Password = "p", Clipboard = false,
                    FileTransfer = false, ImageCompression = SpiceImageCompression.AutoLz, Streaming = SpiceStreaming.Filter, Mouse = SpiceMouse.Server,
                },
            ],
            Videos =
            [
                new() { Alias = "video0", Model = VideoModel.Qxl, Heads = 4, Memory = ByteSize.FromMiB(128), VgaMemory = ByteSize.FromMiB(32), Address = new PciAddress(0, 1) },
                new() { Alias = "video1", Model = VideoModel.Qxl, Address = new PciAddress(0, 2) },
            ],
            Sounds = [new() { Alias = "sound0", Address = new PciAddress(0, 27) }],
        },
        ["spice-user-socket-gl"] = Plain() with
        {
            Graphics = [new() { Type = GraphicsType.Spice, Listen = new SocketListen { Path = "/srv/spice.sock" }, RenderNode = "/dev/dri/renderD128", Mouse = SpiceMouse.Client }],
            Videos =
            [
                new() { Alias = "video0", Model = VideoModel.Virtio, Accel3d = true, Heads = 2, Memory = ByteSize.FromMiB(512), Width = 1920, Height = 1080, Address = new PciAddress(0, 1) },
                new() { Alias = "video1", Model = VideoModel.Virtio, Address = new PciAddress(0, 2) },
            ],
            RedirectedDevices =
            [
                new() { Alias = "redir0", Address = new UsbAddress(0, "3"), BootOrder = 4 },
                new() { Alias = "redir1", Backend = new TcpBackend { Port = 4000 }, Address = new UsbAddress(0, "4") },
            ],
        },
        ["dbus-and-spice-nowhere"] = Plain() with
        {
            Graphics = [new() { Type = GraphicsType.Dbus, RenderNode = "/dev/dri/renderD129" }, new() { Type = GraphicsType.Spice, Listen = new NoListen() }],
            Videos =
            [
                new() { Alias = "video0", Model = VideoModel.Virtio, Address = new PciAddress(0, 1) },
                new() { Alias = "video1", Model = VideoModel.Bochs, Memory = ByteSize.FromMiB(64), Width = 800, Height = 600, Address = new PciAddress(0, 2) },
                new() { Alias = "video2", Model = VideoModel.Ramfb },
                new() { Alias = "video3", Model = VideoModel.Vga, Address = new PciAddress(0, 3) },
            ],
        },
        ["inputs-of-all-kinds"] = Plain() with
        {
            Hubs = [new() { Alias = "hub0", Address = new UsbAddress(0, "1") }],
            Inputs =
            [
                new() { Alias = "input0", Address = new UsbAddress(0, "1.1") },
                new() { Alias = "input1", Type = InputType.Mouse, Bus = InputBus.Usb, Address = new UsbAddress(0, "1.2") },
                new() { Alias = "input2", Type = InputType.Keyboard, Bus = InputBus.Usb, Address = new UsbAddress(0, "1.3") },
                new() { Alias = "input3", Type = InputType.Keyboard },
                new() { Alias = "input4", Type = InputType.Mouse, Bus = InputBus.Virtio, Address = new PciAddress(0, 4) },
                new() { Alias = "input5", Type = InputType.Keyboard, Bus = InputBus.Virtio, Address = new PciAddress(0, 5) },
                new() { Alias = "input6", Type = InputType.Tablet, Bus = InputBus.Virtio, Address = new PciAddress(0, 6) },
                new() { Alias = "input7", Type = InputType.Passthrough, Source = "/dev/input/event3", Address = new PciAddress(0, 7) },
            ],
        },
        ["sounds-of-all-kinds"] = Plain() with
        {
            Sounds = [.. Enum.GetValues<SoundModel>().Select((model, i) => new SoundDefinition
            {
                Alias = $"sound{i}", Model = model, Audio = i == 1 ? AudioBackend.Spice : null,
                Address = model switch { SoundModel.Sb16 => null, SoundModel.Usb => new UsbAddress(0, "1"), _ => new PciAddress(0, 4 + i) },
            })],
        },
        ["rngs-watchdogs-panics-balloon"] = Plain() with
        {
            Rngs =
            [
                new() { Alias = "rng0", Address = new PciAddress(0, 4, 0, true) },
                new() { Alias = "rng1", Source = "/dev/hwrng", RateBytes = 1024, RatePeriod = 2000, Address = new PciAddress(0, 4, 1) },
                new() { Alias = "rng2", RateBytes = 64, Address = new PciAddress(0, 4, 2) },
            ],
            Watchdogs =
            [
                new() { Alias = "watchdog0", Action = WatchdogAction.InjectNmi, Address = new PciAddress(0, 5) },
                new() { Alias = "watchdog1", Model = WatchdogModel.Ib700 },
                new() { Alias = "watchdog2", Model = WatchdogModel.Itco },
            ],
            Panics =
            [
                new() { Alias = "panic0", Address = new IsaAddress(0x505) },
                new() { Alias = "panic1", Model = PanicModel.Pci, Address = new PciAddress(0, 6) },
                new() { Alias = "panic2", Model = PanicModel.Hyperv },
            ],
            Balloon = new() { Alias = "balloon0", FreePageReporting = false, Autodeflate = false, Address = new PciAddress(0, 7) },
        },
        ["balloon-by-default-behind-a-port"] = Plain() with
        {
            Controllers = [new() { Type = ControllerType.Pci, Index = 3, Alias = "pci.3" }],
            Balloon = new() { Alias = "balloon0", Address = new PciAddress(3, 0) },
            Watchdogs = [new() { Alias = "watchdog0", Action = WatchdogAction.Dump, Address = new PciAddress(0, 5) }],
        },
        ["host-devices-of-all-kinds"] = Plain() with
        {
            HostDevices =
            [
                new() { Alias = "hostdev0", Source = new PciHostDevice { Host = "0000:01:00.0" }, Rom = new() { File = "/srv/rom.bin", Bar = true }, BootOrder = 2, Address = new PciAddress(1, 0) },
                new() { Alias = "hostdev1", Source = new PciHostDevice { Host = "0000:01:00.1" }, Rom = new() { Enabled = false }, Address = new PciAddress(0, 5) },
                new() { Alias = "hostdev2", Source = new MediatedHostDevice { Uuid = Guid.Parse("c2177883-f1bb-47f0-914d-32a22e3a8804") }, Display = true, Address = new PciAddress(0, 6) },
                new() { Alias = "hostdev3", Source = new UsbHostDevice { Vendor = 0x1d6b, Product = 2 }, BootOrder = 3, Address = new UsbAddress(0, "2") },
                new() { Alias = "hostdev4", Source = new UsbHostDevice { Vendor = 1, Product = 1 }, StartupPolicy = StartupPolicy.Optional },
            ],
        },
        ["microvm-small-devices"] = PlanCases.Vm(MachineType.Microvm) with
        {
            Boot = new() { Kernel = "/boot/vmlinuz" },
            Panics = [],
            Controllers = [Serial],
            Rngs = [new() { Alias = "rng0", Address = new MmioAddress(20) }],
            Balloon = new() { Alias = "balloon0", Address = new MmioAddress(21) },
            Consoles = [new() { Alias = "console0", Address = new VirtioSerialAddress(0, 0) }],
        },
    };

    private static ControllerDefinition Serial => new() { Type = ControllerType.VirtioSerial, Index = 0, Alias = "vserial" };

    private static VmDefinition Plain() => PlanCases.Vm() with { Serials = [], Panics = [], Channels = [] };

    private static ChannelDefinition Channel(string name, CharacterBackend? backend, int port) =>
        new() { Alias = $"channel{port}", Name = name, Backend = backend, Address = new VirtioSerialAddress(0, port) };
}
