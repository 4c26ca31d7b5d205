using System.Collections.Immutable;
using Lodge.Engine.Events;
using Lodge.Engine.Vms;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Events.Notices;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Events;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>
/// Reads the engine's stream once for all clients, as long as one of them wants to hear of domains, and tells each in
/// the order of the stream. Telling never waits: a client that does not read is dropped by its own queue.
/// </summary>
/// <param name="events">The engine's stream.</param>
/// <param name="vms">All VMs.</param>
/// <param name="domains">The same as domains.</param>
internal sealed class DomainEventHub(EventStream events, VmInventory vms, DomainDirectory domains)
{
    private readonly Lock _lock = new();
    private ImmutableArray<DomainWatch> _watches = [];
    private CancellationTokenSource? _reading;

    /// <summary>Registers a callback: it hears what is published from now on. Disposing ends it.</summary>
    public IDisposable Add(DomainWatch wanted)
    {
        lock (_lock)
        {
            var watch = wanted with { After = events.LastSequence };
            _watches = _watches.Add(watch);
            if (_reading is null)
            {
                _reading = new CancellationTokenSource();
                var (subscription, stop) = (events.Subscribe(watch.After), _reading.Token);
                _ = Task.Run(() => ReadAsync(subscription, watch.After, stop), CancellationToken.None);
            }

            return new Registration(this, watch);
        }
    }

    /// <summary>Tells what a client of this door has done, and what the engine's stream has no event for.</summary>
    public void Tell(Guid vmId, DomainNotice notice)
    {
        if (vms.Find(vmId) is { } vm)
        {
            TellAll(events.LastSequence + 1, vmId, notice, domains.Handle(vm));
        }
    }

    private void TellAll(long sequence, Guid vmId, DomainNotice notice, Domain domain)
    {
        foreach (var watch in _watches)
        {
            watch.Offer(sequence, vmId, notice, domain);
        }
    }

    private void Remove(DomainWatch watch)
    {
        lock (_lock)
        {
            _watches = _watches.RemoveAll(other => ReferenceEquals(other, watch));
            if (_watches.IsEmpty && _reading is { } reading)
            {
                _reading = null;
                reading.Cancel();
                reading.Dispose();
            }
        }
    }

    private async Task ReadAsync(EventSubscription first, long after, CancellationToken stop)
    {
        var tracker = new DomainTracker(vms);
        for (var subscription = first; ;)
        {
            try
            {
                using (subscription)
                {
                    await foreach (var happened in subscription.ReadAsync(stop))
                    {
                        Tell(happened, tracker);
                        after = happened.Sequence;
                    }
                }

                return; // The stream has ended.
            }
            catch (OperationCanceledException)
            {
                return; // Nobody listens any more.
            }
            catch (EventReaderTooSlowException slow)
            {
                subscription = events.Subscribe(after);
                if (!subscription.Complete)
                {
                    DropAll(slow.Message);
                }
            }
        }
    }

    private void Tell(LodgeEvent happened, DomainTracker tracker)
    {
        try
        {
            var known = tracker.Note(happened);
            foreach (var (name, notice) in happened.VmId is null ? [] : DomainEventTranslation.Of(happened, known))
            {
                var vmId = happened.VmId!.Value;
                TellAll(happened.Sequence, vmId, notice, domains.Handle(vmId, name));
            }
        }
        catch (Exception defect)
        {
            // Whoever listens must not go on as if nothing was lost.
            DropAll($"event {happened.Sequence} ({happened.Kind}) could not be told: {defect}");
        }
    }

    private void DropAll(string reason)
    {
        foreach (var session in _watches.Select(watch => watch.Session).Distinct())
        {
            session.Drop(reason);
        }
    }

    private sealed class Registration(DomainEventHub hub, DomainWatch watch) : IDisposable
    {
        public void Dispose() => hub.Remove(watch);
    }
}
