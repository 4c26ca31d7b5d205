using Lodge.Linux.Files;
using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Images;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Graphics;
using Lodge.Qemu.Tests.Firmware;

namespace Lodge.Qemu.Tests.Planning;

/// <summary>The VMs whose plans are kept as golden files.</summary>
internal static class PlanCases
{
    public static readonly VmPaths Paths = new("/run/lodge/vms/ID", "/var/lib/lodge/vms/ID", "/var/log/lodge/ID");

    public static readonly QemuFacts Facts = new()
    {
        Binary = "/usr/bin/qemu-system-x86_64",
        Fingerprint = "f",
        Version = "7.2.22",
        Machines =
        [
            new("pc-q35-7.2", "q35", 288), new("pc-q35-7.1", null, 288), new("pc-i440fx-7.2", "pc", 255), new("microvm", null, 288),
        ],
        CpuModels = ["EPYC", "max", "qemu64"],
        Commands = [],
        Devices = [],
        HasKvm = true,
        HasSandbox = true,
        Firmware = DebianFirmware.All,
    };

    private static readonly BootDefinition LinuxKernel = new()
    {
        Kernel = "/boot/vmlinuz", Initrd = "/boot/initrd,odd.img", CommandLine = "console=ttyS0 root=/dev/vda,x quiet",
    };

    public static readonly DiskDefinition Raw = Disk("vda", "/images/a,b.raw", DiskFormat.Raw);
    public static readonly DiskDefinition Overlay = Disk("data", "/images/top.qcow2", DiskFormat.Qcow2);
    public static readonly NicDefinition Nic = new() { Mac = "52:54:00:12:34:56" };

    public static IReadOnlyDictionary<string, (VmDefinition Definition, Accelerator Accel, int? Uid)> All { get; } =
        new Dictionary<string, (VmDefinition, Accelerator, int?)>
        {
            ["q35-bios-no-devices-tcg"] = (Vm() with { Serials = [], Panics = [] }, Accelerator.Tcg, 64001),
            ["q35-bios-disks-nics-vnc-kvm"] = (
                Vm() with { Disks = [Raw, Overlay, Raw with { Name = "ro", ReadOnly = true }], Nics = [Nic, Nic], Graphics = [new()] },
                Accelerator.Kvm,
                64001),
            ["q35-uefi-disk-tcg"] = (
                Vm() with { Boot = new() { Firmware = FirmwareType.Uefi }, Disks = [Overlay] }, Accelerator.Tcg, 64001),
            ["q35-uefi-kernel-vnc-kvm"] = (
                Vm() with { Boot = LinuxKernel with { Firmware = FirmwareType.Uefi }, Graphics = [new()] }, Accelerator.Kvm, 64001),
            ["q35-kernel-nic-tcg-unprivileged"] = (Vm() with { Boot = LinuxKernel, Nics = [Nic] }, Accelerator.Tcg, null),
            ["q35-old-version-model-smp-reboot-ends"] = (
                Vm() with
                {
                    Machine = new() { Version = "7.1" },
                    Cpu = new() { Count = 4, Model = "EPYC" },
                    Memory = new() { Size = ByteSize.FromGiB(2) },
                    OnReboot = LifecycleAction.Destroy,
                    Serials = [new(), new()],
                },
                Accelerator.Tcg,
                64001),
            ["pc-bios-disk-nic-vnc-tcg"] = (
                Vm(MachineType.Pc) with { Disks = [Raw, Overlay], Nics = [Nic], Graphics = [new()] }, Accelerator.Tcg, 64001),
            ["pc-uefi-disk-kvm"] = (
                Vm(MachineType.Pc) with { Boot = new() { Firmware = FirmwareType.Uefi }, Disks = [Raw] }, Accelerator.Kvm, 64001),
            ["pc-kernel-no-devices-tcg-unprivileged"] = (Vm(MachineType.Pc) with { Boot = LinuxKernel }, Accelerator.Tcg, null),
            ["microvm-kernel-disk-nic-tcg"] = (
                Vm(MachineType.Microvm) with { Boot = LinuxKernel, Disks = [Raw, Overlay], Nics = [Nic] }, Accelerator.Tcg, 64001),
            ["q35-channels-tcg"] = (
                Vm() with
                {
                    Channels =
                    [
                        new() { Name = ChannelDefinition.GuestAgent, Alias = "agent" },
                        new() { Name = "org.example.a", Backend = new UnixBackend { Path = "/run/a.sock" }, Address = new VirtioSerialAddress(0, 9) },
                        new() { Name = "org.example.b", Backend = new NullBackend() },
                    ],
                },
                Accelerator.Tcg,
                64001),
            ["q35-additions-tcg"] = (
                Vm() with
                {
                    Kept = new()
                    {
                        Qemu = "<qemu:commandline><qemu:arg value='-fw_cfg'/><qemu:arg value='name=opt/org.example/a,string=x,,y'/>"
                            + "<qemu:env name='TMPDIR' value='/run/a b'/><qemu:env name='PATH' value='/evil'/></qemu:commandline>"
                            + "<qemu:override><qemu:device alias='rng0'><qemu:frontend><qemu:property name='max-bytes' type='unsigned' value='64'/>"
                            + "<qemu:property name='x-fail' type='bool' value='false'/></qemu:frontend></qemu:device>"
                            + "<qemu:device alias='balloon0'><qemu:frontend><qemu:property name='free-page-reporting' type='remove'/>"
                            + "</qemu:frontend></qemu:device></qemu:override>",
                    },
                },
                Accelerator.Tcg,
                64001),
            ["q35-disks-of-all-kinds"] = (DiskCases.Q35, Accelerator.Kvm, 64001),
            ["q35-disks-on-servers"] = (DiskCases.OnServers, Accelerator.Kvm, 64001),
            ["q35-disks-encrypted"] = (DiskCases.Encrypted, Accelerator.Kvm, 64001),
            ["pc-disks-of-all-kinds"] = (DiskCases.Pc, Accelerator.Tcg, 64001),
            ["q35-cards-and-controllers"] = (DiskCases.Controllers, Accelerator.Kvm, 64001),
            ["microvm-kernel-no-devices-kvm"] = (
                Vm(MachineType.Microvm) with { Boot = LinuxKernel, Serials = [] }, Accelerator.Kvm, 64001),
        };

    public static VmDefinition Vm(MachineType machine = MachineType.Q35) => new()
    {
        Id = Guid.Parse("6f1e2d3c-0000-4000-8000-00000000abcd"),
        Name = "hello",
        Machine = new() { Type = machine },
    };

    public static QemuPlan Plan(VmDefinition definition, Accelerator accel = Accelerator.Tcg, bool incoming = false) =>
        QemuPlanner.Plan(new PlanInput
        {
            Definition = definition,
            Facts = Facts,
            Accelerator = new AcceleratorChoice(accel, "because"),
            Paths = Paths,
            Disks = [.. definition.Disks.Select(ChainOf)],
            Incoming = incoming,
            Ports = Ports(definition),
            HostNodes = [.. definition.HostDevices.OrEmpty().Select(NodeOf)],
            HostTscKilohertz = 2_800_000,
        });

    private static List<ChosenPorts> Ports(VmDefinition definition)
    {
        var free = 5900;
        return [.. definition.Graphics.Select(display => PortWishes.Choose(display, _ => free++))];
    }

    private static string? NodeOf(HostDeviceDefinition device) => device switch
    {
        { StartupPolicy: StartupPolicy.Optional } => null,
        { Source: UsbHostDevice } => "/dev/bus/usb/001/004",
        { Source: PciHostDevice } => "/dev/vfio/7",
        _ => "/dev/vfio/8",
    };

    private static DiskDefinition Disk(string name, string path, DiskFormat format) =>
        new() { Name = name, Source = new FileDiskSource { Path = path }, Format = format };

    // The overlay stands on another one, and that on a block device.
    public static ImageChain ChainOf(DiskDefinition disk)
    {
        if (disk.Source is NetworkDiskSource server)
        {
            return ImageChain.OnServer(server, disk.Format ?? DiskFormat.Raw, disk.Encryption is not null);
        }

        if (disk.Source is not FileDiskSource { Path: var path })
        {
            return disk.Source is BlockDiskSource block ? new ImageChain([Layer(block.Path, DiskFormat.Raw, true) with { AllowsDirect = true }]) : ImageChain.Empty;
        }

        return disk.Format == DiskFormat.Raw
            ? new ImageChain([Layer(path, DiskFormat.Raw, false) with { IsEncrypted = disk.Encryption is not null }])
            : new ImageChain(
                [Layer(path, DiskFormat.Qcow2, false) with { IsEncrypted = disk.Encryption is not null }, Layer("/images/middle.qcow2", DiskFormat.Qcow2, false), Layer("/dev/vg/base", DiskFormat.Raw, true)]);
    }

    private static ImageLayer Layer(string path, DiskFormat format, bool isDevice) =>
        new(path, format, isDevice, new FileIdentity(0, (ulong)path.Length, 0, 0, 0, 0, 0));
}
