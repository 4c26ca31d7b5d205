using static Lodge.Model.Vms.States.VmReason;
using static Lodge.Model.Vms.States.VmState;

namespace Lodge.Model.Vms.States;

/// <summary>The life of a VM as one function; everything that changes a state goes through it.</summary>
public static class VmTransitions
{
    /// <summary>Where <paramref name="trigger"/> leads from <paramref name="from"/>.</summary>
    /// <param name="from">The present state.</param>
    /// <param name="was">Its reason, which some transitions keep.</param>
    /// <param name="trigger">What happened.</param>
    /// <returns>The next state and its reason, or null where the trigger makes no sense.</returns>
    public static (VmState State, VmReason Reason)? Next(VmState from, VmReason was, VmTrigger trigger) => (from, trigger) switch
    {
        (Stopped, VmTrigger.StartRequested) => (Starting, Booting),
        (Stopped, VmTrigger.RestoreRequested) => (Starting, VmReason.Restored),

        (Starting, VmTrigger.Booted) => (Running, VmReason.Booted),
        (Starting, VmTrigger.StartedPaused) => (Paused, VmReason.StartedPaused),
        (Starting, VmTrigger.Restored) => (Running, VmReason.Restored),
        (Starting, VmTrigger.RestoredPaused) => (Paused, VmReason.Restored),
        (Starting, VmTrigger.StartFailed) => (Stopped, VmReason.StartFailed),

        (Running, VmTrigger.PauseRequested) => (Paused, UserRequest),
        (Running, VmTrigger.IoErrorStopped) => (Paused, IoError),
        (Running, VmTrigger.WatchdogStopped) => (Paused, Watchdog),
        (Paused, VmTrigger.ResumeRequested) => (Running, Resumed),

        (Running, VmTrigger.DumpStarted) => (Paused, Dumping),
        (Paused, VmTrigger.DumpEnded) when was == Dumping => (Running, Resumed),

        (Running, VmTrigger.GuestSuspended) => (Suspended, VmReason.GuestSuspended),
        (Suspended, VmTrigger.GuestWokeUp) => (Running, WokeUp),

        (Running or Paused or Suspended, VmTrigger.GuestPoweredOff) => (ShuttingDown, GuestPowerOff),
        (Running or Paused or Suspended, VmTrigger.GuestRebootedToEnd) => (ShuttingDown, GuestReboot),
        (ShuttingDown, VmTrigger.PowerOffPreserved) => (Paused, PoweredOffPreserved),
        (ShuttingDown, VmTrigger.PowerOffCompleted) => (Stopped, was),

        (Running or ShuttingDown or Crashed or Suspended, VmTrigger.GuestRestarted) => (Running, Restarted),
        (Paused, VmTrigger.GuestRestarted) when was == PoweredOffPreserved => (Running, Restarted),
        (Paused, VmTrigger.GuestRestarted) => (Paused, was),

        (Running or Paused, VmTrigger.GuestPanicked) => (Crashed, VmReason.GuestPanicked),
        (Crashed, VmTrigger.CrashCompleted) => (Stopped, VmReason.GuestPanicked),

        (Running or Paused, VmTrigger.SaveRequested) => (Saving, SaveRequested),
        (Saving, VmTrigger.SaveFailedRunning) => (Running, SaveFailed),
        (Saving, VmTrigger.SaveFailedPaused) => (Paused, SaveFailed),
        (Saving, VmTrigger.SaveCompleted) => (Stopped, Saved),

        (not Stopped, VmTrigger.Killed) => (Stopped, VmReason.Killed),
        (not Stopped, VmTrigger.ProcessDied) => (Stopped, VmReason.ProcessDied),

        _ => null,
    };
}
