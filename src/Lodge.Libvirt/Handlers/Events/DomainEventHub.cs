using Lodge.Engine.Events;
using Lodge.Engine.Vms;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Events.Notices;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Events;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>
/// Tells all clients that want to hear of domains, in the order of the engine's stream. Telling never waits: a client
/// that does not read is dropped by its own queue.
/// </summary>
internal sealed class DomainEventHub
{
    private readonly EventStream _events;
    private readonly VmInventory _vms;
    private readonly DomainDirectory _domains;
    private readonly WatchList<DomainWatch> _watches;

    /// <summary>Nothing is read before somebody listens.</summary>
    /// <param name="events">The engine's stream.</param>
    /// <param name="vms">All VMs.</param>
    /// <param name="domains">The same as domains.</param>
    public DomainEventHub(EventStream events, VmInventory vms, DomainDirectory domains)
    {
        (_events, _vms, _domains) = (events, vms, domains);
        _watches = new WatchList<DomainWatch>(events, Begin);
    }

    /// <summary>Registers a callback: it hears what is published from now on. Disposing ends it.</summary>
    public IDisposable Add(DomainWatch wanted) => _watches.Add(wanted);

    /// <summary>Tells what a client of this door has done, and what the engine's stream has no event for.</summary>
    public void Tell(Guid vmId, DomainNotice notice)
    {
        if (_vms.Find(vmId) is { } vm)
        {
            TellAll(_events.LastSequence + 1, vmId, notice, _domains.Handle(vm));
        }
    }

    private Action<LodgeEvent> Begin()
    {
        var tracker = new DomainTracker(_vms);
        return happened => Tell(happened, tracker);
    }

    private void Tell(LodgeEvent happened, DomainTracker tracker)
    {
        var known = tracker.Note(happened);
        foreach (var (name, notice) in happened.VmId is null ? [] : DomainEventTranslation.Of(happened, known))
        {
            var vmId = happened.VmId!.Value;
            TellAll(happened.Sequence, vmId, notice, _domains.Handle(vmId, name));
        }
    }

    private void TellAll(long sequence, Guid vmId, DomainNotice notice, Domain domain)
    {
        foreach (var watch in _watches.All)
        {
            watch.Offer(sequence, vmId, notice, domain);
        }
    }
}
