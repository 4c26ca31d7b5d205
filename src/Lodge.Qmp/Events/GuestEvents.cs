using System.Text.Json.Serialization;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Events;

/// <summary>GUEST_PANICKED: the guest's kernel said that it crashed (pvpanic, Hyper-V crash registers).</summary>
/// <param name="Action">What QEMU does about it.</param>
/// <param name="Info">What the guest told; null if nothing.</param>
public sealed record GuestPanickedEvent(GuestPanicAction Action, GuestPanicInfo? Info = null) : QmpEvent;

/// <summary>GUEST_CRASHLOADED: the guest crashed and runs its crash kernel.</summary>
/// <param name="Action">What QEMU does about it.</param>
/// <param name="Info">What the guest told; null if nothing.</param>
public sealed record GuestCrashLoadedEvent(GuestPanicAction Action, GuestPanicInfo? Info = null) : QmpEvent;

/// <summary>GUEST_PVSHUTDOWN: the guest asked for a shutdown through pvpanic. Since QEMU 9.1.</summary>
public sealed record GuestPvShutdownEvent : QmpEvent;

/// <summary>What a crashing guest tells; which members are set depends on <see cref="Type"/>.</summary>
/// <param name="Type"><c>hyper-v</c> or <c>s390</c>; newer versions may have more.</param>
/// <param name="Arg1">Hyper-V: Windows' stop code, or Linux' error code.</param>
/// <param name="Arg2">Hyper-V: the second crash register.</param>
/// <param name="Arg3">Hyper-V: the third crash register.</param>
/// <param name="Arg4">Hyper-V: the fourth crash register.</param>
/// <param name="Arg5">Hyper-V: the fifth crash register.</param>
/// <param name="Core">s390: the number of the processor.</param>
/// <param name="PswMask">s390: the program status word's control bits.</param>
/// <param name="PswAddr">s390: where the processor was.</param>
/// <param name="Reason">s390: why it stopped.</param>
public sealed record GuestPanicInfo(
    string Type,
    [property: JsonPropertyName("arg1")] ulong? Arg1 = null,
    [property: JsonPropertyName("arg2")] ulong? Arg2 = null,
    [property: JsonPropertyName("arg3")] ulong? Arg3 = null,
    [property: JsonPropertyName("arg4")] ulong? Arg4 = null,
    [property: JsonPropertyName("arg5")] ulong? Arg5 = null,
    uint? Core = null,
    ulong? PswMask = null,
    ulong? PswAddr = null,
    string? Reason = null);

/// <summary>What QEMU does when a guest panics.</summary>
[JsonConverter(typeof(WireEnumConverter<GuestPanicAction>))]
public enum GuestPanicAction
{
    /// <summary>An action that this version does not know.</summary>
    Unknown = 0,

    /// <summary>It pauses the guest.</summary>
    Pause = 1,

    /// <summary>It powers the machine off.</summary>
    Poweroff = 2,

    /// <summary>It lets the guest go on.</summary>
    Run = 3,
}
