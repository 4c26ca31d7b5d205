using Lodge.Engine.Vms;
using Lodge.Model.Events;
using Lodge.Model.Vms.States;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>Remembers of each domain what was told last. Used by one reader of the event stream.</summary>
internal sealed class DomainTracker
{
    private readonly VmInventory _vms;
    private readonly Dictionary<Guid, VmState> _states;
    private readonly HashSet<Guid> _transients;

    /// <summary>Begins with what there is.</summary>
    public DomainTracker(VmInventory vms)
    {
        var all = vms.List();
        _vms = vms;
        _states = all.Where(vm => vm.Status.IsLive).ToDictionary(vm => vm.Id, vm => vm.Status.State);
        _transients = [.. all.Where(vm => !vm.Persistent).Select(vm => vm.Id)];
    }

    /// <summary>What is known before an event; what the event tells is known from then on.</summary>
    public DomainKnowledge Note(LodgeEvent happened)
    {
        if (happened.VmId is not { } id)
        {
            return default;
        }

        var vm = _vms.Find(id);
        if (happened.Kind == EventKind.VmDefined && vm is { Persistent: false })
        {
            _transients.Add(id);
        }

        var known = new DomainKnowledge(_states.TryGetValue(id, out var state) ? state : null, _transients.Contains(id), vm);
        Learn(happened, id);
        return known;
    }

    // A domain that is undefined while it runs is transient from then on, and forgotten when it stops.
    private void Learn(LodgeEvent happened, Guid id)
    {
        if (happened is { Kind: EventKind.VmStateChanged, Status: { } status })
        {
            _states[id] = status.State;
            if (!status.IsLive)
            {
                _states.Remove(id);
            }
        }

        if (happened.Kind == EventKind.VmUndefined && !(_states.ContainsKey(id) && _transients.Add(id)))
        {
            _transients.Remove(id);
        }
    }
}
