using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Events.Notices;

/// <summary>A disk failed.</summary>
/// <param name="Path">What is behind the disk.</param>
/// <param name="Alias">The disk's alias.</param>
/// <param name="Action">What came of it (virDomainEventIOErrorAction).</param>
internal sealed record IoErrorNotice(string Path, string Alias, int Action) : DomainNotice(DomainEventId.IoError)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventIoError, new DomainEventIoErrorMsg(domain, Path, Alias, Action),
        RemoteProcedure.DomainEventCallbackIoError, static (number, message) => new DomainEventCallbackIoErrorMsg(number, message));
}

/// <summary>A disk failed, with the reason.</summary>
/// <param name="Path">What is behind the disk.</param>
/// <param name="Alias">The disk's alias.</param>
/// <param name="Action">What came of it (virDomainEventIOErrorAction).</param>
/// <param name="Reason"><c>enospc</c> or nothing.</param>
internal sealed record IoErrorReasonNotice(string Path, string Alias, int Action, string Reason) : DomainNotice(DomainEventId.IoErrorReason)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventIoErrorReason, new DomainEventIoErrorReasonMsg(domain, Path, Alias, Action, Reason),
        RemoteProcedure.DomainEventCallbackIoErrorReason, static (number, message) => new DomainEventCallbackIoErrorReasonMsg(number, message));
}

/// <summary>A tray moved.</summary>
/// <param name="Alias">The drive's alias.</param>
/// <param name="Reason">0 opened, 1 closed (virDomainEventTrayChangeReason).</param>
internal sealed record TrayNotice(string Alias, int Reason) : DomainNotice(DomainEventId.TrayChange)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventTrayChange, new DomainEventTrayChangeMsg(domain, Alias, Reason),
        RemoteProcedure.DomainEventCallbackTrayChange, static (number, message) => new DomainEventCallbackTrayChangeMsg(number, message));
}

/// <summary>The balloon moved.</summary>
/// <param name="Present">What the guest has, KiB.</param>
internal sealed record BalloonNotice(ulong Present) : DomainNotice(DomainEventId.BalloonChange)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventBalloonChange, new DomainEventBalloonChangeMsg(domain, Present),
        RemoteProcedure.DomainEventCallbackBalloonChange, static (number, message) => new DomainEventCallbackBalloonChangeMsg(number, message));
}

/// <summary>A device is gone.</summary>
/// <param name="Alias">Which.</param>
internal sealed record DeviceRemovedNotice(string Alias) : DomainNotice(DomainEventId.DeviceRemoved)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventDeviceRemoved, new DomainEventDeviceRemovedMsg(domain, Alias),
        RemoteProcedure.DomainEventCallbackDeviceRemoved, static (number, message) => new DomainEventCallbackDeviceRemovedMsg(number, message));
}

/// <summary>A device is new.</summary>
/// <param name="Alias">Which.</param>
internal sealed record DeviceAddedNotice(string Alias) : DomainNotice(DomainEventId.DeviceAdded)
{
    public override void Send(Session to, int? callback, Domain domain) =>
        to.Send(RemoteProcedure.DomainEventCallbackDeviceAdded, new DomainEventCallbackDeviceAddedMsg(callback ?? 0, domain, Alias));
}

/// <summary>The guest did not release a device.</summary>
/// <param name="Alias">Which.</param>
internal sealed record DeviceKeptNotice(string Alias) : DomainNotice(DomainEventId.DeviceRemovalFailed)
{
    public override void Send(Session to, int? callback, Domain domain) => to.Send(
        RemoteProcedure.DomainEventCallbackDeviceRemovalFailed, new DomainEventCallbackDeviceRemovalFailedMsg(callback ?? 0, domain, Alias));
}

/// <summary>A guest uses more or less of a memory device.</summary>
/// <param name="Alias">Which.</param>
/// <param name="Present">What it uses, KiB.</param>
internal sealed record MemoryDeviceNotice(string Alias, ulong Present) : DomainNotice(DomainEventId.MemoryDeviceSizeChange)
{
    public override void Send(Session to, int? callback, Domain domain) => to.Send(
        RemoteProcedure.DomainEventMemoryDeviceSizeChange, new DomainEventMemoryDeviceSizeChangeMsg(callback ?? 0, domain, Alias, Present));
}
