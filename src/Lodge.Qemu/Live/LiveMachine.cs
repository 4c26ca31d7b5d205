using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Guest;
using Lodge.Model.Vms.Tuning;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Live;

/// <summary>Changes one running QEMU: finds for each step who does it.</summary>
internal sealed class LiveMachine : IVmLive
{
    private readonly QmpSession _session;
    private readonly LaunchTools _tools;
    private readonly QemuParts _parts;
    private readonly DeviceReleases _releases = new();
    private readonly LivePlans _plans;
    private readonly DevicePlug _plug;
    private readonly MediumChanger _media;
    private readonly VcpuPlug _vcpus;
    private readonly SmallChanges _small;
    private readonly DiskLimits _limits;

    /// <summary>Serves one QEMU.</summary>
    public LiveMachine(QemuParts parts, LaunchTools tools)
    {
        (_parts, _session, _tools) = (parts, parts.Session, tools);
        _plans = new LivePlans(tools, parts.Paths);
        _plug = new DevicePlug(
            _session, _releases, new CompanionPlug(tools, parts.Companions, parts.Record, parts.Paths), Runtime.Definition.Name, tools.SessionLogger);
        _media = new MediumChanger(_session, _plug, _releases);
        _vcpus = new VcpuPlug(_session, _releases);
        _small = new SmallChanges(_session);
        _limits = new DiskLimits(_session, Runtime.Definition.Machine.Type);
    }

    private VmRuntime Runtime => _parts.Record.Current.Runtime!;

    /// <summary>Sees every event of the monitor.</summary>
    /// <returns>The alias of a device that the guest released without anybody waiting for it any more; else null.</returns>
    public string? Observe(QmpEvent happened) =>
        !_releases.Observe(happened) && happened is DeviceDeletedEvent deleted ? DeviceReleases.AliasOf(deleted) : null;

    public async Task<string?> WhyNotAsync(LiveStep step, VmDefinition running, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case AttachStep { Device: var device }:
                var (before, after) = await PlansAsync(device, null, running, cancellationToken);
                return WhyNotAttach(device, running, before, after);
            case VcpuStep vcpus:
                return EmulatedVcpus.WhyNotUnplug(vcpus.Before, vcpus.After, Runtime.Accel)
                    ?? await _vcpus.WhyNotUnplugAsync(vcpus.Before, vcpus.After, cancellationToken);
            default:
                return null;
        }
    }

    public Task ApplyAsync(LiveStep step, VmDefinition running, ChangeManner manner, CancellationToken cancellationToken) => step switch
    {
        AttachStep attach => AttachAsync(attach.Device, attach.Plug, running, manner, cancellationToken),
        DetachStep detach => DetachAsync(detach.Device, running, manner.Patience, cancellationToken),
        MediumStep medium => ChangeMediumAsync(medium, running, manner, cancellationToken),
        ThrottleStep throttle => _limits.ChangeAsync(throttle.Before, throttle.After, step.ApplyTo(running).Disks, cancellationToken),
        NicPlugStep { Plug: { } plug } => NotePlug(plug.Alias, plug),
        LinkStep link => _small.SetLinkAsync(link.After, cancellationToken),
        BalloonStep balloon => _small.MoveBalloonAsync(balloon, running, cancellationToken),
        BalloonStatisticsStep statistics => BalloonStatistics.SetPeriodAsync(_session, statistics.After, cancellationToken),
        MemoryRequestStep request => _small.RequestMemoryAsync(request, cancellationToken),
        VcpuStep vcpus => ChangeVcpusAsync(vcpus, running, manner.Patience, cancellationToken),
        TuningStep => _parts.Tuner.ChangeAsync(TuningProfiles.Fill(running).Tuning, TuningProfiles.Fill(step.ApplyTo(running)).Tuning, cancellationToken),
        WatchdogActionStep watchdog => _small.SetWatchdogAsync(watchdog.After, cancellationToken),
        GraphicsPasswordStep password => ApplyGraphics.PasswordAsync(_session, password.After, cancellationToken),
        RebootPolicyStep reboot => _small.SetRebootPolicyAsync(reboot, cancellationToken),
        _ => throw new LodgeException(ErrorCode.Unsupported, $"QEMU cannot {step.What} while the VM runs.", "Make the change for the next start."),
    };

    public async Task ForgetAsync(DeviceDefinition device, VmDefinition running, CancellationToken cancellationToken)
    {
        var plan = await _plans.OfAsync(running, Runtime, null, cancellationToken);
        await _plug.RemoveBackendsAsync(plan.Device(device.Alias!), cancellationToken);
        await NotePlug(device.Alias!, null);
    }

    public Task<IReadOnlySet<string>> ListAsync(CancellationToken cancellationToken) => _plug.ListAsync("/machine/peripheral", cancellationToken);

    public Task<GuestMemory> ReadMemoryAsync(BalloonDefinition balloon, CancellationToken cancellationToken) =>
        BalloonStatistics.ReadAsync(_session, balloon, cancellationToken);

    private bool AsOtherUser => Runtime.Uid is not null;

    private async Task AttachAsync(
        DeviceDefinition device, NicPlug? interfaceOnHost, VmDefinition running, ChangeManner manner, CancellationToken cancellationToken)
    {
        var (before, after) = await PlansAsync(device, interfaceOnHost, running, cancellationToken);
        if (WhyNotAttach(device, running, before, after) is { } why)
        {
            throw new LodgeException(ErrorCode.Unsupported, why, "Make the change for the next start, with the scope 'next'.");
        }

        Claim(device, running, after);
        await _plug.AddAsync(
            after.DeviceBeside(before, device.Alias!),
            after.SharedBeyond(before),
            new PlugOptions(AsOtherUser, manner),
            () => SettleAsync(device, running, cancellationToken),
            cancellationToken);
        await NotePlug(device.Alias!, interfaceOnHost);
    }

    // A card's interface belongs to what is known of the VM as long as QEMU has the card.
    private Task NotePlug(string alias, NicPlug? plug)
    {
        var others = Runtime.Plugs.OrEmpty().Where(known => known.Alias != alias);
        NicPlug[] now = plug is null ? [.. others] : [.. others, plug];
        if (now.Length > 0 || Runtime.Plugs is not null)
        {
            _parts.Record.Change(old => old with { Runtime = old.Runtime! with { Plugs = now.Length == 0 ? null : now } });
        }

        return Task.CompletedTask;
    }

    // A profile may give a VM another I/O thread for another disk.
    private async Task SettleAsync(DeviceDefinition device, VmDefinition running, CancellationToken cancellationToken)
    {
        await LoneImages.CheckAsync(_session, new[] { device }.OfType<DiskDefinition>(), cancellationToken);
        var wanted = DeviceEditing.With(running, device);
        await new DeviceSettings(_session, wanted).ApplyAsync(device, cancellationToken);
        var (before, after) = (TuningProfiles.Fill(running).Tuning, TuningProfiles.Fill(wanted).Tuning);
        if ((before?.IoThreads).OrEmpty().Count != (after?.IoThreads).OrEmpty().Count)
        {
            await _parts.Tuner.ChangeAsync(before, after, cancellationToken);
        }
    }

    private async Task<(LivePlan Before, LivePlan After)> PlansAsync(
        DeviceDefinition device, NicPlug? interfaceOnHost, VmDefinition running, CancellationToken cancellationToken)
    {
        var plugs = interfaceOnHost is null ? Runtime.Plugs.OrEmpty() : [.. Runtime.Plugs.OrEmpty(), interfaceOnHost];
        return (
            await _plans.OfAsync(running, Runtime, null, cancellationToken),
            await _plans.OfAsync(DeviceEditing.With(running, device), Runtime, plugs, device.Alias, cancellationToken));
    }

    private string? WhyNotAttach(DeviceDefinition device, VmDefinition running, LivePlan before, LivePlan after) =>
        after.WhyNotAlone(device.Alias!) ?? LivePlan.WhyOutOfReach(after.Device(device.Alias!), before) ?? WhyNoNetwork(device, before, after) ?? WhyMemoryIsPrivate(device, running);

    // A process that gave up its right to connect never gets it back. A card of QEMU's own network works without: its guest
    // gets no TCP to the outside then, but all the rest.
    private string? WhyNoNetwork(DeviceDefinition device, LivePlan before, LivePlan after) =>
        device is DiskDefinition && after.Plan.NeedsNetwork && !before.Plan.NeedsNetwork && Runtime.Security.Items.Any(item => item is { Name: "landlock-network", State: SecurityState.Enforced })
            ? $"'{device.Alias}' needs the network, which the running QEMU was confined not to reach; a VM that has a disk on a server when it starts can be given more."
            : null;

    // How memory was made cannot be changed any more.
    private string? WhyMemoryIsPrivate(DeviceDefinition device, VmDefinition running) =>
        device is FileSystemDefinition { Driver: FileSystemDriver.Virtiofs } && !(Runtime.MemoryIsShared ?? MemoryNeeds.MustBeShared(running))
            ? $"'{device.Alias}' is shared by virtiofs, which needs memory that can be shared (memory.backing.shared), and the VM was started without."
            : null;

    private async Task DetachAsync(DeviceDefinition device, VmDefinition running, TimeSpan patience, CancellationToken cancellationToken)
    {
        var plan = await _plans.OfAsync(running, Runtime, null, cancellationToken);
        await _plug.RemoveAsync(plan.Device(device.Alias!), patience, cancellationToken);
        await NotePlug(device.Alias!, null);
    }

    private async Task ChangeMediumAsync(MediumStep step, VmDefinition running, ChangeManner manner, CancellationToken cancellationToken)
    {
        var before = await _plans.OfAsync(running, Runtime, null, cancellationToken);
        var wanted = DeviceEditing.With(running, step.After);
        var after = await _plans.OfAsync(wanted, Runtime, step.After.Alias, cancellationToken);
        if (WhyNoNetwork(step.After, before, after) is { } why)
        {
            throw new LodgeException(ErrorCode.Unsupported, why, "Make the change for the next start, with the scope 'next'.");
        }

        Claim(step.After, running, after);
        var alias = step.After.Alias!;
        await _media.ChangeAsync(step.After, before.Device(alias), after.Device(alias), new PlugOptions(AsOtherUser, manner), cancellationToken);
        await new DeviceSettings(_session, wanted).ApplyAsync(step.After, cancellationToken);
    }

    // The threads of new processors get the tuning that the others have.
    private async Task ChangeVcpusAsync(VcpuStep step, VmDefinition running, TimeSpan patience, CancellationToken cancellationToken)
    {
        EmulatedVcpus.ThrowIfDeadly(step.Before, step.After, Runtime.Accel);
        await _vcpus.ChangeAsync(step.Before, step.After, patience, cancellationToken);
        await _parts.Tuner.JoinAsync(TuningProfiles.Fill(step.ApplyTo(running)).Tuning, cancellationToken);
    }

    // QEMU's own locks guard the image too, but cannot say who holds it.
    private void Claim(DeviceDefinition device, VmDefinition running, LivePlan plan)
    {
        if (device is DiskDefinition disk)
        {
            var index = DeviceEditing.With(running, disk).Disks.ToList().FindIndex(other => other.Alias == disk.Alias);
            _tools.Claims.Extend(running.Id, [.. ImageClaim.Of(plan.Chains[index], disk.ReadOnly)]);
        }
    }
}
