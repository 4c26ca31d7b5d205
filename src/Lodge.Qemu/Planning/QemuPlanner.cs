using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Planning.Additions;
using Lodge.Qemu.Planning.Concerns;
using Lodge.Qemu.Planning.Devices.Nics;
using Lodge.Qemu.Planning.Graphics;
using Lodge.Qemu.Planning.Memory;

namespace Lodge.Qemu.Planning;

/// <summary>
/// Turns a definition into the plan of a QEMU. Pure: the same input gives the same plan, and nothing on the host is
/// looked at. One class a concern; their order here is the order of the command line, in which what is named must
/// come before who names it.
/// </summary>
internal static class QemuPlanner
{
    private static readonly Action<PlanBuilder, PlanContext>[] Concerns =
    [
        IdentityArguments.Add,
        BaseArguments.Add,
        SandboxArguments.Add,
        MonitorArguments.Add,
        ClockArguments.Add,
        FirmwareArguments.Add,
        LaunchSecurityArguments.Add,
        MachineArguments.Add,
        AcceleratorArguments.Add,
        CpuArguments.Add,
        MemoryArguments.Add,
        NumaArguments.Add,
        CpuArguments.AddPlugged,
        BootArguments.Add,
        SmbiosArguments.Add,
        FirmwareConfigArguments.Add,
        KernelArguments.Add,
        FeatureArguments.Add,
        IommuArguments.Add,
        IoThreadArguments.Add,
        ControllerArguments.Add,
        MemoryDeviceArguments.Add,
        SerialArguments.Add,
        PortArguments.Add,
        GraphicsArguments.Add,
        ScreenArguments.Add,
        SoundArguments.Add,
        DiskArguments.Add,
        NicArguments.Add,
        FileSystemArguments.Add,
        SharedMemoryArguments.Add,
        VsockArguments.Add,
        TpmArguments.Add,
        HostDeviceArguments.Add,
        SmallDeviceArguments.Add,
        LifecycleArguments.Add,
        HostFileRules.Add,
        AdditionArguments.Add,
    ];

    /// <summary>Plans a VM.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: this QEMU or board cannot do it.</exception>
    public static QemuPlan Plan(PlanInput input)
    {
        var context = Resolve(input);
        var builder = new PlanBuilder(context.Additions);
        foreach (var concern in Concerns)
        {
            concern(builder, context);
        }

        return new QemuPlan
        {
            Binary = context.Facts.Binary,
            Arguments = builder.Arguments,
            Environment = context.Additions.Environment,
            IsTainted = context.Additions.Any,
            Devices = builder.Devices,
            Shared = builder.Shared,
            Descriptors = builder.Descriptors,
            Reachable = builder.Reachable,
            NeedsNetwork = context.Definition.Nics.Any(nic => NicBackends.IsOfQemu(nic.Source))
                || context.Definition.Disks.Any(disk => disk.Source?.Resolved() is NetworkDiskSource)
                || context.Displays.Any(ListensItself),
            Accelerator = context.Accelerator,
            MachineName = context.MachineName,
            Displays = context.Displays,
            OwnFolder = OwnFolderPlan.Of(context),
            ConsoleLog = context.Definition.Serials.Count > 0 ? context.Paths.ConsoleLog : null,
            Companions = builder.Companions,
            LocksMemory = builder.LocksMemory,
            MemoryNodes = MemoryBackends.NodesOfProcess(context.Definition.Numa),
            Tpm = TpmArguments.Manufacture(context),
            Variables = context.Uefi is { Choice: { HasStore: true } choice } uefi
                ? new VariableStore(context.VariableStore, context.Paths.Firmware, choice, uefi.Renews)
                : null,
        };
    }

    private static bool ListensItself(RunningDisplay display) =>
        VncArguments.ListensItself(display) || display is { Type: GraphicsType.Spice, Address: not null };

    private static PlanContext Resolve(PlanInput input)
    {
        var machineName = input.MachineName is { } exact
            ? MachineNames.ByName(exact, input.Facts).Name
            : MachineNames.Resolve(input.Definition.Machine, input.Facts).Name;
        return new()
        {
            Definition = VmNormalizer.IsComplete(input.Definition) ? input.Definition : VmNormalizer.Complete(input.Definition),
            Additions = AdditionsReader.Read(input.Definition),
            Programs = input.Programs,
            HasOwnUsers = input.HasOwnUsers,
            Facts = input.Facts,
            Accelerator = input.Accelerator,
            Paths = input.Paths,
            Disks = input.Disks,
            Cpus = input.Cpus,
            Now = input.Now,
            ZoneOffset = input.ZoneOffset,
            HostSmbios = input.HostSmbios,
            MemoryEncryption = input.MemoryEncryption,
            HostTscKilohertz = input.HostTscKilohertz,
            Incoming = input.Incoming,
            Displays = DisplayPlaces.Of(input.Definition.Graphics, input.Ports, input.Paths),
            TlsFolder = input.TlsFolder,
            HostNodes = input.HostNodes,
            Plugs = input.Plugs,
            HasVhostNet = input.HasVhostNet,
            MachineName = machineName,
            Uefi = FirmwareWishes.Decide(input.Definition, machineName, input.KeptFirmware, input.Facts.Firmware),
        };
    }
}
