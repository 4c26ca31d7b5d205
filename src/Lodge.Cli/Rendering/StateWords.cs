using Lodge.Model.Json;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Rendering;

/// <summary>States and reasons in words and colours.</summary>
internal static class StateWords
{
    /// <summary>Such as <c>stopped (guest powered off)</c>; the usual reason of a state is left out.</summary>
    public static string Of(VmState state, VmReason reason) =>
        Reason(reason) is { } why && !IsUsual(state, reason) ? $"{Name(state)} ({why})" : Name(state);

    /// <summary>The state as in <see cref="Of"/>, in its colour.</summary>
    public static Cell CellOf(VmState state, VmReason reason, Style style) => new(Of(state, reason), Paint(state, reason, style));

    /// <summary>The colour of a state; null for the usual one.</summary>
    public static Func<string, string>? Paint(VmState state, VmReason reason, Style style) => (state, reason) switch
    {
        (VmState.Running, _) => style.Green,
        (VmState.Crashed, _) => style.Red,
        (VmState.Stopped, VmReason.ProcessDied or VmReason.GuestPanicked or VmReason.StartFailed) => style.Red,
        (VmState.Paused, VmReason.IoError or VmReason.Watchdog) => style.Red,
        (VmState.Stopped, _) => style.Dim,
        _ => style.Yellow,
    };

    /// <summary>The state's name.</summary>
    public static string Name(VmState state) => state switch
    {
        VmState.ShuttingDown => "shutting down",
        _ => Kebab.Of(state),
    };

    /// <summary>The reason in words; null when nothing is known.</summary>
    public static string? Reason(VmReason reason) => reason switch
    {
        VmReason.Unknown => null,
        VmReason.NeverStarted => "never started",
        VmReason.GuestPowerOff => "guest powered off",
        VmReason.Killed => "killed",
        VmReason.GuestPanicked => "guest kernel panicked",
        VmReason.ProcessDied => "QEMU died",
        VmReason.Saved => "saved",
        VmReason.StartFailed => "start failed",
        VmReason.Booting => "booting",
        VmReason.Restored => "restored",
        VmReason.Booted => "booted",
        VmReason.Resumed => "resumed",
        VmReason.Restarted => "restarted",
        VmReason.WokeUp => "woke up",
        VmReason.SaveFailed => "save failed",
        VmReason.UserRequest => "by request",
        VmReason.StartedPaused => "started paused",
        VmReason.IoError => "disk error",
        VmReason.Watchdog => "watchdog fired",
        VmReason.PoweredOffPreserved => "guest powered off, kept",
        VmReason.SaveRequested => "by request",
        VmReason.GuestSuspended => "guest asleep",
        VmReason.GuestReboot => "guest rebooted",
        VmReason.Dumping => "memory being dumped",
        _ => Kebab.Of(reason).Replace('-', ' '),
    };

    private static bool IsUsual(VmState state, VmReason reason) => (state, reason) is
        (VmState.Running, VmReason.Booted) or (VmState.Starting, VmReason.Booting) or (VmState.Saving, VmReason.SaveRequested)
        or (VmState.Suspended, VmReason.GuestSuspended) or (VmState.Crashed, VmReason.GuestPanicked);
}
