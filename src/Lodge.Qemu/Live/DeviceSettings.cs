using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Processes;

namespace Lodge.Qemu.Live;

/// <summary>
/// What a device is told by the monitor once QEMU has it, as no property of it says so: a disk its limits, a card that its
/// cable is pulled, the balloon how often the guest tells of its memory, a watchdog what it does. The same at start and
/// when a device is plugged in.
/// </summary>
/// <param name="session">The monitor.</param>
/// <param name="definition">The VM with the device.</param>
internal sealed class DeviceSettings(QmpSession session, VmDefinition definition)
{
    private readonly SmallChanges _small = new(session);
    private readonly DiskLimits _limits = new(session, definition.Machine.Type);

    /// <summary>Tells every device. Safe to repeat.</summary>
    /// <exception cref="LodgeException">QEMU refused.</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        foreach (var (_, device) in definition.EachDevice())
        {
            await ApplyAsync(device, cancellationToken);
        }
    }

    /// <summary>Tells one device. Safe to repeat.</summary>
    /// <exception cref="LodgeException">QEMU refused.</exception>
    public Task ApplyAsync(DeviceDefinition device, CancellationToken cancellationToken) => device switch
    {
        // QEMU limits what has a medium.
        DiskDefinition { Throttle: not null, Source: not null, Tray: not TrayState.Open } disk =>
            _limits.SetAsync(disk, definition.Disks, cancellationToken),
        NicDefinition { Link: LinkState.Down } nic => _small.SetLinkAsync(nic, cancellationToken),
        BalloonDefinition balloon when !definition.NoBalloon => BalloonStatistics.SetPeriodAsync(session, balloon, cancellationToken),
        WatchdogDefinition watchdog => _small.SetWatchdogAsync(watchdog.Action, cancellationToken),
        _ => Task.CompletedTask,
    };
}
