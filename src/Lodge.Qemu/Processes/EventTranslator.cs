using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Vms;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Processes;

/// <summary>Puts QEMU's events into the engine's words. Pure: one event in, at most one out.</summary>
internal static class EventTranslator
{
    /// <summary>The event for the engine; null for one that it has no use for.</summary>
    /// <param name="happened">What QEMU reported.</param>
    /// <param name="definition">The VM as started.</param>
    public static VmProcessEvent? Translate(QmpEvent happened, VmDefinition definition) => happened switch
    {
        ShutdownEvent shutdown => OfShutdown(shutdown),
        ResetEvent reset => new GuestReset(reset.Guest),
        StopEvent => new GuestPaused(),
        ResumeEvent => new GuestResumed(),
        GuestPanickedEvent panic => new GuestPanicked(Describe(panic.Info)),
        BlockIoErrorEvent error => OfDisk(error, definition),
        WatchdogEvent watchdog => new WatchdogFired(watchdog.Action == WatchdogAction.Pause),
        RtcChangeEvent clock => new GuestClockSet(clock.Offset),
        SuspendEvent => new GuestSuspended(),
        WakeupEvent => new GuestWokeUp(),
        _ => DeviceNewsTranslator.Translate(happened, definition),
    };

    // A guest that reboots where QEMU was told to shut down instead shows as a shutdown with the cause of a reset.
    // At a signal QEMU ends, whatever the policy for power-offs; the end of its process tells the rest.
    private static VmProcessEvent? OfShutdown(ShutdownEvent shutdown) => shutdown.Reason switch
    {
        ShutdownReason.HostQmpQuit or ShutdownReason.HostSignal => null,
        ShutdownReason.GuestReset or ShutdownReason.HostQmpSystemReset => new GuestRebootStopped(),
        ShutdownReason.GuestPanic => new GuestPanicked(null),
        ShutdownReason.GuestShutdown => new GuestPoweredOff("guest-shutdown"),
        ShutdownReason.HostError => new GuestPoweredOff("host-error"),
        _ => new GuestPoweredOff(shutdown.Guest ? "guest" : "host"),
    };

    private static DiskError OfDisk(BlockIoErrorEvent error, VmDefinition definition)
    {
        var reported = new[] { error.QomPath, error.NodeName, error.Device }.FirstOrDefault(name => !string.IsNullOrEmpty(name));
        return new DiskError(
            DiskNodeNames.NameOf(reported ?? "", definition),
            error.Operation == IoOperation.Write,
            error.Nospace ?? false,
            error.Action == BlockErrorAction.Stop,
            error.Reason);
    }

    private static string? Describe(GuestPanicInfo? info) => info switch
    {
        null => null,
        { Arg1: { } code } => string.Create(CultureInfo.InvariantCulture, $"{info.Type} crash code 0x{code:x}"),
        { Reason: { } reason } => $"{info.Type}: {reason}",
        _ => info.Type,
    };
}
