using System.Text.Json.Serialization;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Commands;

/// <summary>The states of a migration (MigrationStatus in qapi/migration.json).</summary>
[JsonConverter(typeof(WireEnumConverter<MigrationStatus>))]
public enum MigrationStatus
{
    /// <summary>A state that this version does not know.</summary>
    Unknown = 0,

    /// <summary>There was none yet.</summary>
    None = 1,

    /// <summary>Connecting.</summary>
    Setup = 2,

    /// <summary>Being given up.</summary>
    Cancelling = 3,

    /// <summary>Given up.</summary>
    Cancelled = 4,

    /// <summary>Memory is on its way.</summary>
    Active = 5,

    /// <summary>The guest runs on the other side already and fetches the rest of its memory.</summary>
    PostcopyActive = 6,

    /// <summary>The connection broke during that.</summary>
    PostcopyPaused = 7,

    /// <summary>Trying to repair that.</summary>
    PostcopyRecover = 8,

    /// <summary>Done.</summary>
    Completed = 9,

    /// <summary>Failed; the guest is still here.</summary>
    Failed = 10,

    /// <summary>Kept going for ever for a fault-tolerant pair.</summary>
    Colo = 11,

    /// <summary>Waits for the word before it moves the devices.</summary>
    PreSwitchover = 12,

    /// <summary>The devices are on their way.</summary>
    Device = 13,

    /// <summary>Waits for the guest to let devices go that cannot move.</summary>
    WaitUnplug = 14,

    /// <summary>Preparing to repair a broken connection. Since QEMU 9.1.</summary>
    PostcopyRecoverSetup = 15,

    /// <summary>The devices move after the guest. Since QEMU 10.2.</summary>
    PostcopyDevice = 16,
}
