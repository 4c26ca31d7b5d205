using System.Text.Json.Serialization;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Commands;

/// <summary>The states of a machine as QEMU sees it (RunState in qapi/run-state.json).</summary>
[JsonConverter(typeof(WireEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>A state that this version does not know.</summary>
    Unknown = 0,

    /// <summary>Stopped by a debugger.</summary>
    Debug = 1,

    /// <summary>Waits for an incoming migration.</summary>
    Inmigrate = 2,

    /// <summary>QEMU or KVM failed in a way that the guest cannot go on.</summary>
    InternalError = 3,

    /// <summary>Paused, as a disk failed and is configured to pause the guest then.</summary>
    IoError = 4,

    /// <summary>Paused by the command <c>stop</c>.</summary>
    Paused = 5,

    /// <summary>Paused after a migration away from here that succeeded.</summary>
    Postmigrate = 6,

    /// <summary>Started paused (<c>-S</c>), never yet run.</summary>
    Prelaunch = 7,

    /// <summary>Paused for the last step of a migration.</summary>
    FinishMigrate = 8,

    /// <summary>Paused while a saved state is loaded.</summary>
    RestoreVm = 9,

    /// <summary>Runs.</summary>
    Running = 10,

    /// <summary>Paused while its state is saved.</summary>
    SaveVm = 11,

    /// <summary>Shut down, with QEMU told to stay.</summary>
    Shutdown = 12,

    /// <summary>Asleep in memory (ACPI S3).</summary>
    Suspended = 13,

    /// <summary>Paused by its watchdog.</summary>
    Watchdog = 14,

    /// <summary>Paused, as the guest panicked.</summary>
    GuestPanicked = 15,

    /// <summary>Paused for a checkpoint of a fault-tolerant pair.</summary>
    Colo = 16,
}
