using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Commands;

/// <summary>
/// <c>set-action</c>: what QEMU does when the guest reboots, shuts down, panics, or its watchdog runs out. What is
/// null stays as it is.
/// </summary>
public sealed class SetActionCommand(
    RebootAction? reboot = null,
    ShutdownAction? shutdown = null,
    PanicAction? panic = null,
    WatchdogAction? watchdog = null)
    : QmpCommand<EmptyReply>("set-action", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteOptional("reboot", reboot);
        writer.WriteOptional("shutdown", shutdown);
        writer.WriteOptional("panic", panic);
        writer.WriteOptional("watchdog", watchdog);
    }
}

/// <summary>What a reboot of the guest does.</summary>
public enum RebootAction
{
    /// <summary>It resets the machine.</summary>
    Reset = 1,

    /// <summary>It counts as a shutdown.</summary>
    Shutdown = 2,
}

/// <summary>What a shutdown of the guest does.</summary>
public enum ShutdownAction
{
    /// <summary>QEMU exits.</summary>
    Poweroff = 1,

    /// <summary>QEMU stays, with the machine shut down.</summary>
    Pause = 2,
}

/// <summary>What a panic of the guest does.</summary>
public enum PanicAction
{
    /// <summary>The guest is paused.</summary>
    Pause = 1,

    /// <summary>It counts as a shutdown.</summary>
    Shutdown = 2,

    /// <summary>QEMU exits with a failure status.</summary>
    ExitFailure = 3,

    /// <summary>The guest goes on.</summary>
    None = 4,
}

/// <summary>What the guest's watchdog does when it runs out.</summary>
[JsonConverter(typeof(WireEnumConverter<WatchdogAction>))]
public enum WatchdogAction
{
    /// <summary>An action that this version does not know.</summary>
    Unknown = 0,

    /// <summary>It resets the machine.</summary>
    Reset = 1,

    /// <summary>It presses the power button.</summary>
    Shutdown = 2,

    /// <summary>It powers the machine off.</summary>
    Poweroff = 3,

    /// <summary>It pauses the guest.</summary>
    Pause = 4,

    /// <summary>It prints a message.</summary>
    Debug = 5,

    /// <summary>Nothing.</summary>
    None = 6,

    /// <summary>It sends the guest a non-maskable interrupt.</summary>
    InjectNmi = 7,
}
