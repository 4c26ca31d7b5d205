using System.Text.Json.Serialization;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Events;

/// <summary>SHUTDOWN: the machine has shut down. QEMU exits next, unless it was told to pause instead.</summary>
/// <param name="Guest">True if the guest asked, false if the host did.</param>
/// <param name="Reason">What led to it.</param>
public sealed record ShutdownEvent(bool Guest, ShutdownReason Reason) : QmpEvent;

/// <summary>RESET: the machine was reset.</summary>
/// <param name="Guest">True if the guest asked, false if the host did.</param>
/// <param name="Reason">What led to it.</param>
public sealed record ResetEvent(bool Guest, ShutdownReason Reason) : QmpEvent;

/// <summary>POWERDOWN: the power button was pressed, on request of the host.</summary>
public sealed record PowerdownEvent : QmpEvent;

/// <summary>STOP: the virtual processors stand still.</summary>
public sealed record StopEvent : QmpEvent;

/// <summary>RESUME: the virtual processors run again.</summary>
public sealed record ResumeEvent : QmpEvent;

/// <summary>SUSPEND: the guest went to sleep in memory (ACPI S3).</summary>
public sealed record SuspendEvent : QmpEvent;

/// <summary>SUSPEND_DISK: the guest went to sleep on disk (ACPI S4); QEMU shuts down.</summary>
public sealed record SuspendDiskEvent : QmpEvent;

/// <summary>WAKEUP: the guest woke up.</summary>
public sealed record WakeupEvent : QmpEvent;

/// <summary>WATCHDOG: the guest's watchdog timer ran out.</summary>
/// <param name="Action">What QEMU does about it.</param>
public sealed record WatchdogEvent(WatchdogAction Action) : QmpEvent;

/// <summary>RTC_CHANGE: the guest set its clock.</summary>
/// <param name="Offset">Seconds between the host's idea of that clock and the guest's.</param>
/// <param name="QomPath">The clock device; named since QEMU 7.0.</param>
public sealed record RtcChangeEvent(long Offset, string? QomPath = null) : QmpEvent;

/// <summary>Why a machine shut down or was reset (ShutdownCause in qapi/run-state.json).</summary>
[JsonConverter(typeof(WireEnumConverter<ShutdownReason>))]
public enum ShutdownReason
{
    /// <summary>A reason that this version does not know.</summary>
    Unknown = 0,

    /// <summary>Nobody asked.</summary>
    None = 1,

    /// <summary>QEMU met an error that ends the guest.</summary>
    HostError = 2,

    /// <summary>The command <c>quit</c>.</summary>
    HostQmpQuit = 3,

    /// <summary>The command <c>system_reset</c>.</summary>
    HostQmpSystemReset = 4,

    /// <summary>A signal to the QEMU process.</summary>
    HostSignal = 5,

    /// <summary>Somebody closed QEMU's own window.</summary>
    HostUi = 6,

    /// <summary>The guest powered off.</summary>
    GuestShutdown = 7,

    /// <summary>The guest rebooted.</summary>
    GuestReset = 8,

    /// <summary>The guest panicked.</summary>
    GuestPanic = 9,

    /// <summary>A partial reset, seen on s390 only.</summary>
    SubsystemReset = 10,

    /// <summary>Replaying a recorded run.</summary>
    SnapshotLoad = 11,
}
