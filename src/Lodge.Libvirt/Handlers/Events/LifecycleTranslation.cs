using Lodge.Libvirt.Handlers.Events.Notices;
using Lodge.Model.Vms.States;
using static Lodge.Libvirt.Handlers.Events.LifecycleEvent;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>Changes of state in libvirt's words. Pure. One change may be two events, as in libvirt's own driver.</summary>
internal static class LifecycleTranslation
{
    // Details, which libvirt counts anew for each event.
    private const int Booted = 0;
    private const int Restored = 2;
    private const int WokeUp = 4;
    private const int Unpaused = 0;
    private const int ByUser = 0;
    private const int ByDiskError = 2;
    private const int ByWatchdog = 3;
    private const int AsSaved = 4;
    private const int ByGuest = 1;

    /// <summary>What is told of a change.</summary>
    /// <param name="before">The state before it; null when that is not known.</param>
    /// <param name="now">The state after it.</param>
    public static IEnumerable<DomainNotice> Of(VmState? before, VmStatus now) => now.State switch
    {
        VmState.Running => OfRunning(before, now.Reason),
        VmState.Paused => OfPaused(before, now.Reason),
        VmState.Saving when before != VmState.Paused => [new LifecycleNotice(Suspended, ByUser)],
        VmState.ShuttingDown => [new LifecycleNotice(Shutdown, ByGuest)],
        VmState.Crashed => [new LifecycleNotice(Crashed, 0)],
        VmState.Suspended => [new LifecycleNotice(PmSuspended, 0), new PmSuspendNotice()],
        VmState.Stopped => [new LifecycleNotice(Stopped, WhyStopped(now.Reason))],
        _ => [],
    };

    private static IEnumerable<DomainNotice> OfRunning(VmState? before, VmReason reason) => reason switch
    {
        VmReason.Booted => [new LifecycleNotice(Resumed, Unpaused), new LifecycleNotice(Started, Booted)],
        VmReason.Restored => [new LifecycleNotice(Started, Restored), new LifecycleNotice(Resumed, Unpaused)],
        VmReason.WokeUp => [new LifecycleNotice(Started, WokeUp), new PmWakeupNotice()],

        // A guest that ran is only reset, which is an event of its own.
        VmReason.Restarted when before == VmState.Running => [],
        _ => [new LifecycleNotice(Resumed, Unpaused)],
    };

    private static IEnumerable<DomainNotice> OfPaused(VmState? before, VmReason reason) => reason switch
    {
        VmReason.StartedPaused => [new LifecycleNotice(Started, Booted), new LifecycleNotice(Suspended, ByUser)],
        VmReason.Restored => [new LifecycleNotice(Started, Restored), new LifecycleNotice(Suspended, AsSaved)],
        VmReason.IoError => [new LifecycleNotice(Suspended, ByDiskError)],
        VmReason.Watchdog => [new LifecycleNotice(Suspended, ByWatchdog)],

        // It stood still already while it was saved, or was reset standing still.
        _ when before is VmState.Saving or VmState.Paused => [],
        _ => [new LifecycleNotice(Suspended, ByUser)],
    };

    private static int WhyStopped(VmReason reason) => reason switch
    {
        VmReason.Killed => 1,
        VmReason.GuestPanicked => 2,
        VmReason.Saved => 4,
        VmReason.ProcessDied or VmReason.StartFailed => 5,
        _ => 0,
    };
}
