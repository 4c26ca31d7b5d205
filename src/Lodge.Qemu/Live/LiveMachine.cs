using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Guest;
using Lodge.Model.Vms.Tuning;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;
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

    public Task ApplyAsync(LiveStep step, VmDefinition running, ChangeManner manner, CancellationToken cancellationToken) => step switch
    {
        AttachStep attach => AttachAsync(attach.Device, running, cancellationToken),
        DetachStep detach => DetachAsync(detach.Device, running, manner.Patience, cancellationToken),
        MediumStep medium => ChangeMediumAsync(medium, running, manner, cancellationToken),
        ThrottleStep throttle => _limits.ChangeAsync(throttle.Before, throttle.After, step.ApplyTo(running).Disks, cancellationToken),
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
    }

    public async Task<IReadOnlySet<string>> ListAsync(CancellationToken cancellationToken)
    {
        using var arguments = JsonDocument.Parse("""{"path":"/machine/peripheral"}""");
        var answer = await _session.ExecuteAsync(new RawCommand("qom-list", arguments.RootElement), cancellationToken);
        return answer.EnumerateArray().Select(member => member.GetProperty("name").GetString()!).ToHashSet();
    }

    public Task<GuestMemory> ReadMemoryAsync(BalloonDefinition balloon, CancellationToken cancellationToken) =>
        BalloonStatistics.ReadAsync(_session, balloon, cancellationToken);

    private bool AsOtherUser => Runtime.Uid is not null;

    private async Task AttachAsync(DeviceDefinition device, VmDefinition running, CancellationToken cancellationToken)
    {
        var before = await _plans.OfAsync(running, Runtime, null, cancellationToken);
        var wanted = DeviceEditing.With(running, device);
        var after = await _plans.OfAsync(wanted, Runtime, device.Alias, cancellationToken);
        var planned = after.Device(device.Alias!);
        after.ThrowIfOutOfReach(planned, before);
        ThrowIfMemoryIsPrivate(device, running, Runtime);
        Claim(device, running, after);
        var settings = new DeviceSettings(_session, wanted);
        await _plug.AddAsync(planned, after.SharedBeyond(before), AsOtherUser, () => settings.ApplyAsync(device, cancellationToken), cancellationToken);
    }

    // How memory was made cannot be changed any more.
    private static void ThrowIfMemoryIsPrivate(DeviceDefinition device, VmDefinition running, VmRuntime runtime)
    {
        if (device is FileSystemDefinition { Driver: FileSystemDriver.Virtiofs } && !(runtime.MemoryIsShared ?? MemoryNeeds.MustBeShared(running)))
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"'{device.Alias}' is shared by virtiofs, which needs memory that can be shared, and VM '{running.Name}' was started without.",
                "Set memory.backing.shared to true and start the VM anew; or attach the folder for the next start, with the scope 'next'.");
        }
    }

    private async Task DetachAsync(DeviceDefinition device, VmDefinition running, TimeSpan patience, CancellationToken cancellationToken)
    {
        var plan = await _plans.OfAsync(running, Runtime, null, cancellationToken);
        await _plug.RemoveAsync(plan.Device(device.Alias!), patience, cancellationToken);
    }

    private async Task ChangeMediumAsync(MediumStep step, VmDefinition running, ChangeManner manner, CancellationToken cancellationToken)
    {
        var before = await _plans.OfAsync(running, Runtime, null, cancellationToken);
        var wanted = DeviceEditing.With(running, step.After);
        var after = await _plans.OfAsync(wanted, Runtime, step.After.Alias, cancellationToken);
        Claim(step.After, running, after);
        var alias = step.After.Alias!;
        await _media.ChangeAsync(step.After, before.Device(alias), after.Device(alias), new MediumOptions(AsOtherUser, manner), cancellationToken);
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
