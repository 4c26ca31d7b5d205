using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>One callback: what a client wants to hear.</summary>
/// <param name="Session">The client.</param>
/// <param name="Id">The kind of event.</param>
/// <param name="Only">The domain; null for all.</param>
/// <param name="Callback">The callback's number; null for the old form without.</param>
internal sealed record DomainWatch(Session Session, DomainEventId Id, Guid? Only, int? Callback) : EventWatch(Session)
{
    /// <summary>Tells the client, if it wants to hear it.</summary>
    public void Offer(long sequence, Guid vmId, Notices.DomainNotice notice, Domain domain)
    {
        if (notice.Id == Id && sequence > After && (Only is null || Only == vmId))
        {
            notice.Send(Session, Callback, domain);
        }
    }
}
