using Lodge.Model.Vms.States;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>What a domain does, as numbered on the wire (virDomainState). Append only.</summary>
internal enum DomainState
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>The guest runs.</summary>
    Running = 1,

    /// <summary>It waits for the host.</summary>
    Blocked = 2,

    /// <summary>Its processors stand still.</summary>
    Paused = 3,

    /// <summary>It has powered off and is about to end.</summary>
    ShuttingDown = 4,

    /// <summary>It does not run.</summary>
    ShutOff = 5,

    /// <summary>Its kernel panicked.</summary>
    Crashed = 6,

    /// <summary>It put itself to sleep.</summary>
    Suspended = 7,
}

/// <summary>Lodge's states and reasons in the numbers of libvirt, whose reasons count anew in each state.</summary>
internal static class DomainStates
{
    /// <summary>A state with its reason.</summary>
    public static (DomainState State, int Reason) Of(VmStatus status) => status.State switch
    {
        VmState.Running => (DomainState.Running, WhyRunning(status.Reason)),
        VmState.Starting => (DomainState.Paused, 11),
        VmState.Saving => (DomainState.Paused, 3),
        VmState.Paused => (DomainState.Paused, WhyPaused(status.Reason)),
        VmState.ShuttingDown => (DomainState.ShuttingDown, 0),
        VmState.Crashed => (DomainState.Crashed, 1),
        VmState.Suspended => (DomainState.Suspended, 0),
        VmState.Stopped => (DomainState.ShutOff, WhyShutOff(status.Reason)),
        _ => (DomainState.None, 0),
    };

    // virDomainRunningReason: booted, restored, resumed, save cancelled, woken.
    private static int WhyRunning(VmReason reason) => reason switch
    {
        VmReason.Booted or VmReason.Restarted => 1,
        VmReason.Restored => 3,
        VmReason.Resumed => 5,
        VmReason.SaveFailed => 7,
        VmReason.WokeUp => 8,
        _ => 0,
    };

    // virDomainPausedReason: by a user, dump, disk error, watchdog, shutting down.
    private static int WhyPaused(VmReason reason) => reason switch
    {
        VmReason.UserRequest or VmReason.StartedPaused or VmReason.Restored or VmReason.SaveFailed => 1,
        VmReason.Dumping => 4,
        VmReason.IoError => 5,
        VmReason.Watchdog => 6,
        VmReason.PoweredOffPreserved => 8,
        _ => 0,
    };

    // virDomainShutoffReason: shut down, destroyed, crashed, saved, failed.
    private static int WhyShutOff(VmReason reason) => reason switch
    {
        VmReason.GuestPowerOff or VmReason.GuestReboot => 1,
        VmReason.Killed => 2,
        VmReason.GuestPanicked or VmReason.ProcessDied => 3,
        VmReason.Saved => 5,
        VmReason.StartFailed => 6,
        _ => 0,
    };
}
