namespace Lodge.Model.Vms.States;

/// <summary>What can happen to a VM's state.</summary>
public enum VmTrigger
{
    /// <summary>A start was asked for.</summary>
    StartRequested,

    /// <summary>A start from a saved state was asked for.</summary>
    RestoreRequested,

    /// <summary>The start failed, and everything was given back.</summary>
    StartFailed,

    /// <summary>The guest boots.</summary>
    Booted,

    /// <summary>The VM is ready and waits for a resume.</summary>
    StartedPaused,

    /// <summary>The guest goes on from its saved state.</summary>
    Restored,

    /// <summary>The saved state is loaded and waits for a resume.</summary>
    RestoredPaused,

    /// <summary>A pause was asked for.</summary>
    PauseRequested,

    /// <summary>A resume was asked for.</summary>
    ResumeRequested,

    /// <summary>A disk error stopped the guest.</summary>
    IoErrorStopped,

    /// <summary>The watchdog stopped the guest.</summary>
    WatchdogStopped,

    /// <summary>The guest went to sleep.</summary>
    GuestSuspended,

    /// <summary>The guest woke up.</summary>
    GuestWokeUp,

    /// <summary>The guest powered off; what follows depends on its policy.</summary>
    GuestPoweredOff,

    /// <summary>The policy keeps the powered-off VM.</summary>
    PowerOffPreserved,

    /// <summary>The guest rebooted and its policy ends the VM.</summary>
    GuestRebootedToEnd,

    /// <summary>The guest was reset: by itself, by request, or by policy after a power-off or crash.</summary>
    GuestRestarted,

    /// <summary>The guest's kernel panicked.</summary>
    GuestPanicked,

    /// <summary>A save was asked for.</summary>
    SaveRequested,

    /// <summary>The save failed; the guest runs again.</summary>
    SaveFailedRunning,

    /// <summary>The save failed; the guest is paused as it was before.</summary>
    SaveFailedPaused,

    /// <summary>The save is complete and QEMU has ended.</summary>
    SaveCompleted,

    /// <summary>QEMU halts the guest to dump its memory.</summary>
    DumpStarted,

    /// <summary>The dump has ended one way or another, and the guest runs again.</summary>
    DumpEnded,

    /// <summary>QEMU ended after the guest's power-off or reboot.</summary>
    PowerOffCompleted,

    /// <summary>QEMU ended because of the crash policy.</summary>
    CrashCompleted,

    /// <summary>QEMU ended because somebody pulled the plug.</summary>
    Killed,

    /// <summary>QEMU ended by itself.</summary>
    ProcessDied,
}
