using System.CommandLine;
using Lodge.Cli.App;
using Lodge.Cli.Devices;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Cli.Launching;

/// <summary>The options that say what a new VM shall be.</summary>
internal sealed class LaunchOptions
{
    private readonly Option<int?> _cpus = Opt.Count("--cpus", "N", "Virtual processors; 1 if not given.", 1, 4096);
    private readonly Option<ByteSize?> _memory = Opt.Size("--memory", "Guest memory; 512MiB, or more if the image needs it.");
    private readonly Option<string[]> _disks = Opt.Texts("--disk", "FILE[,format=raw|qcow2][,readonly]", "A disk image; as often as needed.");
    private readonly Option<string> _kernel = Opt.Text("--kernel", "FILE", "Linux kernel to boot directly.");
    private readonly Option<string> _initrd = Opt.Text("--initrd", "FILE", "Initramfs for the kernel.");
    private readonly Option<string> _append = Opt.Text("--append", "TEXT", "Command line for the kernel, instead of the image's.");
    private readonly Option<MachineType?> _machine = Opt.Choice<MachineType>("--machine", "Board; q35 if not given.");
    private readonly Option<FirmwareType?> _firmware = Opt.Choice<FirmwareType>("--firmware", "Firmware; bios if not given.");
    private readonly Option<Accelerator?> _accel = Opt.Choice<Accelerator>("--accel", "How guest code runs; auto takes kvm where it works.");
    private readonly Option<string[]> _networks = Opt.Texts("--network", "NAME", "A network card on this network, as often as needed; 'default' if that runs.");
    private readonly Option<NicChoice?> _nic = Opt.Choice<NicChoice>("--nic", "Or a card on QEMU's own network, which reaches out through the host, or none.");
    private readonly Option<bool> _vnc = Opt.Flag("--vnc", "Add a display, on a VNC socket that 'lodge info' names.");
    private readonly Option<bool> _autostart = Opt.Flag("--autostart", "Start it with the host.");
    private readonly Option<LifecycleAction?> _onPowerOff = Opt.Choice<LifecycleAction>("--on-poweroff", "When the guest powers off; destroy if not given.");
    private readonly Option<LifecycleAction?> _onReboot = Opt.Choice<LifecycleAction>("--on-reboot", "When the guest reboots; restart if not given.");
    private readonly Option<LifecycleAction?> _onCrash = Opt.Choice<LifecycleAction>("--on-crash", "When the guest's kernel panics; destroy if not given.");
    private readonly Option<TuningProfile?> _profile = Opt.Choice<TuningProfile>("--profile", "What it shall be good at; general if not given.");
    private readonly Option<string[]> _devices = Opt.Texts("--device", "DEVICE", "A device as 'lodge attach' takes it, in quotes: 'cdrom /srv/debian.iso bus=scsi'.");
    private readonly Option<string[]> _values = Opt.Texts("--set", "NAME=VALUE", "Any value, named as in 'lodge set'.");
    private readonly Option<string> _title = Opt.Text("--title", "TEXT", "A title for people.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            _cpus, _memory, _disks, _kernel, _initrd, _append, _machine, _firmware, _accel, _networks, _nic, _vnc, _autostart,
            _onPowerOff, _onReboot, _onCrash, _profile, _devices, _values, _title,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    /// <summary>What the command line says.</summary>
    public LaunchWishes Of(Invocation cli) => new()
    {
        Cpus = cli.Get(_cpus),
        Memory = cli.Get(_memory),
        Disks = [.. (cli.Get(_disks) ?? []).Select(text => DiskSpec.Parse(text, path => HostPath.Absolute(cli, path)))],
        Kernel = PathOf(cli, _kernel),
        Initrd = PathOf(cli, _initrd),
        CommandLine = cli.Get(_append),
        Machine = cli.Get(_machine),
        Firmware = cli.Get(_firmware),
        Accel = cli.Get(_accel),
        Networks = cli.Get(_networks) ?? [],
        Nic = cli.Get(_nic),
        Vnc = cli.Get(_vnc),
        Autostart = cli.Get(_autostart),
        OnPowerOff = cli.Get(_onPowerOff),
        OnReboot = cli.Get(_onReboot),
        OnCrash = cli.Get(_onCrash),
        Profile = cli.Get(_profile),
        Devices = [.. (cli.Get(_devices) ?? []).Select(text => DeviceRequest.Parse(text, path => HostPath.Absolute(cli, path)))],
        Values = cli.Get(_values) ?? [],
        Title = cli.Get(_title),
    };

    private static string? PathOf(Invocation cli, Option<string> option) =>
        cli.Get(option) is { } path ? HostPath.Absolute(cli, path) : null;
}
