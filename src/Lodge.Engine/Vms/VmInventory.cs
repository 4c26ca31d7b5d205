using System.Collections.Immutable;
using Lodge.Model.Errors;
using Lodge.Model.Text;
using Lodge.Model.Vms;

namespace Lodge.Engine.Vms;

/// <summary>
/// All VMs as immutable snapshots. Reading takes no lock and never waits; writing swaps in a new snapshot.
/// </summary>
public sealed class VmInventory
{
    private readonly Lock _writing = new();
    private volatile Snapshot _now = Snapshot.Empty;

    /// <summary>All VMs, sorted by name.</summary>
    public IReadOnlyList<Vm> List() => _now.Sorted;

    /// <summary>One VM by name or id.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.VmNotFound"/>, with the nearest name when there is one.</exception>
    public Vm Get(string nameOrId) => Find(nameOrId) ?? throw NotFound(nameOrId);

    /// <summary>One VM by id.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.VmNotFound"/>.</exception>
    public Vm Get(Guid id) => Find(id) ?? throw NotFound(id.ToString());

    /// <summary>One VM by name or id; null when there is none.</summary>
    public Vm? Find(string nameOrId)
    {
        var now = _now;
        return now.ByName.TryGetValue(nameOrId, out var id) || Guid.TryParse(nameOrId, out id) ? now.ById.GetValueOrDefault(id) : null;
    }

    /// <summary>One VM by id; null when there is none.</summary>
    public Vm? Find(Guid id) => _now.ById.GetValueOrDefault(id);

    /// <summary>How many VMs there are.</summary>
    public int Count => _now.ById.Count;

    /// <summary>Takes in all VMs at once, when the daemon starts.</summary>
    internal void Fill(IEnumerable<Vm> vms)
    {
        lock (_writing)
        {
            var (byId, byName) = (_now.ById.ToBuilder(), _now.ByName.ToBuilder());
            foreach (var vm in vms)
            {
                (byId[vm.Id], byName[vm.Name]) = (vm, vm.Id);
            }

            _now = new Snapshot(byId.ToImmutable(), byName.ToImmutable());
        }
    }

    /// <summary>Adds a VM.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.VmExists"/>: name or id is taken.</exception>
    internal void Add(Vm vm)
    {
        lock (_writing)
        {
            ThrowIfTaken(vm.Name, vm.Id, allowSame: false);
            _now = new Snapshot(_now.ById.Add(vm.Id, vm), _now.ByName.Add(vm.Name, vm.Id));
        }
    }

    /// <summary>Replaces a VM by what <paramref name="change"/> makes of it; a new name is checked and indexed.</summary>
    /// <returns>The new snapshot; null when the VM is gone.</returns>
    internal Vm? Update(Guid id, Func<Vm, Vm> change)
    {
        lock (_writing)
        {
            if (!_now.ById.TryGetValue(id, out var before))
            {
                return null;
            }

            var after = change(before);
            var byName = _now.ByName;
            if (after.Name != before.Name)
            {
                ThrowIfTaken(after.Name, id, allowSame: true);
                byName = byName.Remove(before.Name).Add(after.Name, id);
            }

            _now = new Snapshot(_now.ById.SetItem(id, after), byName);
            return after;
        }
    }

    /// <summary>Removes a VM.</summary>
    internal void Remove(Guid id)
    {
        lock (_writing)
        {
            if (_now.ById.TryGetValue(id, out var vm))
            {
                _now = new Snapshot(_now.ById.Remove(id), _now.ByName.Remove(vm.Name));
            }
        }
    }

    /// <summary>Refuses a name or id that another VM has.</summary>
    internal void ThrowIfTaken(string name, Guid id, bool allowSame)
    {
        if (_now.ByName.TryGetValue(name, out var owner) && !(allowSame && owner == id))
        {
            throw new LodgeException(ErrorCode.VmExists, $"A VM named '{name}' exists already ({owner}).", "Choose another name, or delete or rename that VM first.");
        }

        if (!allowSame && _now.ById.TryGetValue(id, out var same))
        {
            throw new LodgeException(ErrorCode.VmExists, $"The id {id} belongs to VM '{same.Name}' already.", "Leave the id out, and a new one is made up.");
        }
    }

    private LodgeException NotFound(string nameOrId)
    {
        var near = Suggestion.For(nameOrId, _now.ByName.Keys);
        return new LodgeException(
            ErrorCode.VmNotFound,
            $"There is no VM '{nameOrId}'.",
            near is null ? "List them with 'lodge list'." : $"Did you mean '{near}'?");
    }

    private sealed record Snapshot(ImmutableDictionary<Guid, Vm> ById, ImmutableDictionary<string, Guid> ByName)
    {
        public static readonly Snapshot Empty = new(
            ImmutableDictionary<Guid, Vm>.Empty,
            ImmutableDictionary<string, Guid>.Empty.WithComparers(StringComparer.Ordinal));

        private IReadOnlyList<Vm>? _sorted;

        // Lists are asked for more often than anything changes; if two sort at once, either may be kept.
        public IReadOnlyList<Vm> Sorted => _sorted ??= Sort();

        private Vm[] Sort()
        {
            var all = ById.Values.ToArray();
            Array.Sort(all, (a, b) => string.CompareOrdinal(a.Name, b.Name));
            return all;
        }
    }
}
