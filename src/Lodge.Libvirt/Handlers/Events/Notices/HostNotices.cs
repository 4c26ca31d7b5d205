using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Events.Notices;

/// <summary>Somebody came to a display, was let in, or went.</summary>
/// <param name="Phase">How far they are (virDomainEventGraphicsPhase).</param>
/// <param name="Local">Where the display listens.</param>
/// <param name="Remote">Where they come from.</param>
/// <param name="Authentication">How they prove who they are.</param>
/// <param name="Subject">Who they are.</param>
internal sealed record GraphicsNotice(
    int Phase, DomainEventGraphicsAddress Local, DomainEventGraphicsAddress Remote, string Authentication, DomainEventGraphicsIdentity[] Subject)
    : DomainNotice(DomainEventId.Graphics)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventGraphics, new DomainEventGraphicsMsg(domain, Phase, Local, Remote, Authentication, Subject),
        RemoteProcedure.DomainEventCallbackGraphics, static (number, message) => new DomainEventCallbackGraphicsMsg(number, message));
}

/// <summary>Lodge does not reach the domain's QEMU for a while.</summary>
internal sealed record ControlErrorNotice() : DomainNotice(DomainEventId.ControlError)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventControlError, new DomainEventControlErrorMsg(domain),
        RemoteProcedure.DomainEventCallbackControlError, static (number, message) => new DomainEventCallbackControlErrorMsg(number, message));
}

/// <summary>What the host does for the domain changed.</summary>
/// <param name="Parameters">What holds now, of what changed.</param>
internal sealed record TunableNotice(IReadOnlyList<TypedParam> Parameters) : DomainNotice(DomainEventId.Tunable)
{
    public override void Send(Session to, int? callback, Domain domain) => to.Send(
        RemoteProcedure.DomainEventCallbackTunable, new DomainEventCallbackTunableMsg(callback ?? 0, domain, [.. Parameters]));
}

/// <summary>The guest wrote beyond the mark that was set on a disk.</summary>
/// <param name="Disk">The disk's name.</param>
/// <param name="Path">What is behind it; null for nothing on the host.</param>
/// <param name="Threshold">The mark, bytes.</param>
/// <param name="Excess">How far beyond, bytes.</param>
internal sealed record BlockThresholdNotice(string Disk, string? Path, ulong Threshold, ulong Excess) : DomainNotice(DomainEventId.BlockThreshold)
{
    public override void Send(Session to, int? callback, Domain domain) => to.Send(
        RemoteProcedure.DomainEventBlockThreshold, new DomainEventBlockThresholdMsg(callback ?? 0, domain, Disk, Path, Threshold, Excess));
}

/// <summary>The host's memory is broken.</summary>
/// <param name="Recipient">0 QEMU's own, 1 the guest's (virDomainMemoryFailureRecipientType).</param>
/// <param name="Action">0 nothing, 1 the guest was told, 2 fatal, 3 reset (virDomainMemoryFailureActionType).</param>
/// <param name="Flags">1 something had to be done, 2 while another was being dealt with (virDomainMemoryFailureFlags).</param>
internal sealed record MemoryFailureNotice(int Recipient, int Action, uint Flags) : DomainNotice(DomainEventId.MemoryFailure)
{
    public override void Send(Session to, int? callback, Domain domain) => to.Send(
        RemoteProcedure.DomainEventMemoryFailure, new DomainEventMemoryFailureMsg(callback ?? 0, domain, Recipient, Action, Flags));
}
