using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.States;

/// <summary>Why a VM is in its state. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<VmReason>))]
public enum VmReason
{
    /// <summary>Nothing is recorded, for instance because the host rebooted.</summary>
    Unknown = 0,

    /// <summary>Stopped: defined, and never started since the host booted.</summary>
    NeverStarted = 1,

    /// <summary>Stopped or shutting down: the guest powered itself off.</summary>
    GuestPowerOff = 2,

    /// <summary>Stopped: a person or program pulled the plug.</summary>
    Killed = 3,

    /// <summary>Stopped or crashed: the guest's kernel panicked.</summary>
    GuestPanicked = 4,

    /// <summary>Stopped: its QEMU died by itself; the last words say more.</summary>
    ProcessDied = 5,

    /// <summary>Stopped: its memory is in a file, from which it can go on.</summary>
    Saved = 6,

    /// <summary>Stopped: the last attempt to start it failed.</summary>
    StartFailed = 7,

    /// <summary>Starting: the guest will boot.</summary>
    Booting = 8,

    /// <summary>Starting, running or paused: from a saved state.</summary>
    Restored = 9,

    /// <summary>Running: booted.</summary>
    Booted = 10,

    /// <summary>Running: after a pause.</summary>
    Resumed = 11,

    /// <summary>Running: the guest rebooted, or was started again after a power-off or a crash.</summary>
    Restarted = 12,

    /// <summary>Running: woken from sleep.</summary>
    WokeUp = 13,

    /// <summary>Running or paused: as before a save that did not succeed.</summary>
    SaveFailed = 14,

    /// <summary>Paused: a person or program asked for it.</summary>
    UserRequest = 15,

    /// <summary>Paused: started so, and never resumed.</summary>
    StartedPaused = 16,

    /// <summary>Paused: a disk reported an error, such as no space on the host.</summary>
    IoError = 17,

    /// <summary>Paused: the watchdog fired.</summary>
    Watchdog = 18,

    /// <summary>Paused: the guest powered off, and its policy is to preserve.</summary>
    PoweredOffPreserved = 19,

    /// <summary>Saving: a save was asked for.</summary>
    SaveRequested = 20,

    /// <summary>Suspended: the guest put itself to sleep.</summary>
    GuestSuspended = 21,

    /// <summary>Stopped: the guest asked for a reboot, and its policy is to end the VM.</summary>
    GuestReboot = 22,

    /// <summary>Paused: its memory is being dumped to a file; it runs again afterwards.</summary>
    Dumping = 23,
}
