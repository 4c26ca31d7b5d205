using Lodge.Linux.Launch;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;
using Lodge.Linux.Processors;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Host;
using Lodge.Qemu.Images;
using Lodge.Qemu.Facts;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Planning.Devices.Nics;

namespace Lodge.Qemu.Live;

/// <summary>
/// Plans devices of a running QEMU. The whole VM is planned as if it were to be started, and the device is taken from
/// there: what is plugged in is thus the same as what the next start makes.
/// </summary>
internal sealed class LivePlans(LaunchTools tools, VmPaths paths)
{
    /// <summary>The plan of a VM as it runs, or as it will.</summary>
    /// <exception cref="LodgeException">It cannot be planned on this host.</exception>
    public Task<LivePlan> OfAsync(VmDefinition definition, VmRuntime runtime, string? closelyLookedAt, CancellationToken cancellationToken) =>
        OfAsync(definition, runtime, runtime.Plugs.OrEmpty(), closelyLookedAt, cancellationToken);

    /// <summary>The plan of a VM as it will run, with the interfaces that its cards have then.</summary>
    /// <exception cref="LodgeException">It cannot be planned on this host.</exception>
    public async Task<LivePlan> OfAsync(
        VmDefinition definition, VmRuntime runtime, IReadOnlyList<NicPlug> plugs, string? closelyLookedAt, CancellationToken cancellationToken)
    {
        var chains = new List<ImageChain>();
        foreach (var disk in definition.Disks)
        {
            chains.Add(await ChainOfAsync(disk, disk.Alias == closelyLookedAt, cancellationToken));
        }

        var devices = ForDevices(definition, runtime);
        var plan = QemuPlanner.Plan(new PlanInput
        {
            Definition = devices,
            Facts = await tools.Facts.GetAsync(cancellationToken),
            Accelerator = new AcceleratorChoice(runtime.Accel, runtime.AccelReason),
            Paths = paths,
            Programs = CompanionPrograms.Find(),
            HasOwnUsers = runtime.Uid is not null,
            Disks = chains,
            Cpus = CpuNeeds.HostModels(devices.Cpu) ? await tools.CpuModels.GetAsync(runtime.Accel, cancellationToken) : null,
            MemoryEncryption = devices.LaunchSecurity is null ? null : MemoryEncryption.Read(),
            HostNodes = HostNodes.Find(devices),
            Plugs = plugs,
            HasVhostNet = devices.Nics.Any(NicPlugs.Has) && VhostNet.IsUsable(),
            TlsFolder = tools.Options.TlsFolder,
            MachineName = runtime.MachineName,
            KeptFirmware = KeptFirmware.Read(paths, definition.Boot),
        });
        return new LivePlan(plan, chains);
    }

    // Without what takes a look at clocks, ports and the host's tables: no device follows from those. Memory stays as it
    // was made, whether the device that it was made so for is still there or not.
    private static VmDefinition ForDevices(VmDefinition definition, VmRuntime runtime)
    {
        var filled = TuningProfiles.Fill(definition);
        var memory = filled.Memory;
        return filled with
        {
            Memory = runtime.MemoryIsShared == true ? memory with { Backing = (memory.Backing ?? new()) with { Shared = true } } : memory,
            Clock = null,
            Boot = definition.Boot with { Smbios = null },
            Graphics = [.. definition.Graphics.Select(display => display with { Listen = new NoListen() })],
        };
    }

    // The other disks are open already; what became of their files meanwhile does not matter here.
    private static async Task<ImageChain> ChainOfAsync(DiskDefinition disk, bool closely, CancellationToken cancellationToken)
    {
        try
        {
            return await DiskChains.OfAsync(disk, cancellationToken);
        }
        catch (LodgeException) when (!closely)
        {
            return new ImageChain([]);
        }
    }
}

/// <summary>A plan, and the files of its disks.</summary>
internal sealed record LivePlan(QemuPlan Plan, IReadOnlyList<ImageChain> Chains)
{
    private const string BootPlace = "bootindex";

    /// <summary>The device with that alias.</summary>
    /// <exception cref="LodgeException">The plan makes nothing of it.</exception>
    public PlannedDevice Device(string alias) => Plan.Devices.FirstOrDefault(device => device.Id == alias)
        ?? throw new LodgeException(
            ErrorCode.Unsupported, $"'{alias}' cannot be plugged while the VM runs: it is made together with the board.", "Change it for the next start.");

    /// <summary>
    /// That device beside those of another plan, which run. QEMU takes each place in the boot order once, and those that
    /// run keep theirs: a place that is taken, the device gets at the next start.
    /// </summary>
    public PlannedDevice DeviceBeside(LivePlan running, string alias)
    {
        var device = Device(alias);
        var place = BootPlaceOf(device);
        return place is not null && running.Plan.Devices.Any(other => BootPlaceOf(other) == place)
            ? device with { Properties = device.Properties.Without(BootPlace) }
            : device;
    }

    /// <summary>Why that device cannot be made on its own; null when it can.</summary>
    public string? WhyNotAlone(string alias) =>
        Plan.Devices.Any(device => device.Id == alias) ? null : $"'{alias}' is made together with the board.";

    /// <summary>What this plan needs beside devices, and <paramref name="other"/> does not.</summary>
    public IReadOnlyList<PlannedBackend> SharedBeyond(LivePlan other) =>
        [.. Plan.Shared.Where(mine => other.Plan.Shared.All(theirs => theirs.Id != mine.Id))];

    /// <summary>Why QEMU cannot have a device for which it would have to reach what it was not started to reach; null when it can.</summary>
    public static string? WhyOutOfReach(PlannedDevice device, LivePlan before) =>
        device.Reachable.FirstOrDefault(rule => !rule.Optional && !before.Plan.Reachable.Any(known => Covers(known, rule))) is { } missing
            ? $"'{device.Id}' needs '{missing.Path}', which the running QEMU was confined not to reach."
            : null;

    private static string? BootPlaceOf(PlannedDevice device) => device.Properties[BootPlace]?.ToText(static (_, _) => "");

    private static bool Covers(LandlockRule known, LandlockRule wanted) =>
        known.Access == wanted.Access && (known.Path == wanted.Path || wanted.Path.StartsWith(known.Path.TrimEnd('/') + "/", StringComparison.Ordinal));
}
