using Lodge.Engine.Ports;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Processes;

/// <summary>QEMU's run states in the engine's words.</summary>
internal static class RunStates
{
    public static GuestRunState Of(RunState state) => state switch
    {
        RunState.Running => GuestRunState.Running,
        RunState.Prelaunch => GuestRunState.NotStarted,
        RunState.IoError => GuestRunState.IoError,
        RunState.Watchdog => GuestRunState.Watchdog,
        RunState.Shutdown => GuestRunState.PoweredOff,
        RunState.GuestPanicked => GuestRunState.Panicked,
        RunState.Suspended => GuestRunState.Suspended,
        RunState.Inmigrate or RunState.RestoreVm => GuestRunState.Loading,
        RunState.FinishMigrate or RunState.Postmigrate or RunState.SaveVm => GuestRunState.Saving,
        _ => GuestRunState.Paused,
    };

    /// <summary>The event that would have told of a state, had it not been missed; null for none.</summary>
    public static VmProcessEvent? Missed(GuestRunState state) => state switch
    {
        GuestRunState.Running => new GuestResumed(),
        GuestRunState.Paused => new GuestPaused(),
        GuestRunState.PoweredOff => new GuestPoweredOff("seen when the connection to QEMU was made anew"),
        GuestRunState.Panicked => new GuestPanicked(null),
        GuestRunState.Suspended => new GuestSuspended(),
        GuestRunState.Watchdog => new WatchdogFired(true),
        _ => null,
    };
}
