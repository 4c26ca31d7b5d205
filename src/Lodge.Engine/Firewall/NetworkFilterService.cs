using Lodge.Engine.Events;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Firewall.Validation;
using Lodge.Model.Text;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Firewall;

/// <summary>
/// Network filters: durable, then in force at once for all cards that are bound to them. Some are always there; a definition
/// with the name of one of these takes its place until it is removed again. Names or ids will do.
/// </summary>
public sealed class NetworkFilterService : IDisposable
{
    private readonly INetworkStore _store;
    private readonly RulesInForce _rules;
    private readonly EventStream _events;
    private readonly VmInventory _vms;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile NetworkFilter[] _defined = [];
    private volatile NetworkFilter[] _all = [.. BuiltinFilters.All];

    internal NetworkFilterService(INetworkStore store, RulesInForce rules, EventStream events, VmInventory vms) =>
        (_store, _rules, _events, _vms) = (store, rules, events, vms);

    /// <summary>All filters, sorted by name. Waits for nothing.</summary>
    public IReadOnlyList<NetworkFilter> List() => _all;

    /// <summary>A filter; null when there is none.</summary>
    public NetworkFilter? Find(string filter) =>
        Array.Find(_all, known => known.Name == filter) ?? (Guid.TryParse(filter, out var id) ? Array.Find(_all, known => known.Id == id) : null);

    /// <summary>A filter.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.NetworkFilterNotFound"/>, with the nearest name when there is one.</exception>
    public NetworkFilter Get(string filter) =>
        Find(filter) ?? throw new LodgeException(ErrorCode.NetworkFilterNotFound, $"There is no network filter '{filter}'.", Near(filter));

    /// <summary>Defines a filter, or replaces the one with the same id, or without an id the one with the same name.</summary>
    /// <exception cref="LodgeException">It has flaws, includes itself or an unknown one, or another has its name; the kernel refuses the rules. Nothing was changed.</exception>
    public Task<NetworkFilter> DefineAsync(NetworkFilter filter, CancellationToken cancellationToken) => LockedAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(filter);
        NetworkFilterValidator.ThrowIfFlawed(filter);
        var same = Array.Find(_all, known => known.Name == filter.Name);
        var wanted = filter.Id == Guid.Empty ? filter with { Id = same?.Id ?? Guid.NewGuid() } : filter;
        ThrowIfTaken(same, wanted);
        FilterGraph.ThrowIfBroken(wanted, name => Array.Find(_all, known => known.Name == name));
        var before = Array.Find(_defined, known => known.Id == wanted.Id);
        await _store.SaveFilterAsync(wanted, CancellationToken.None);
        await EnforceAsync([.. _defined.Where(known => known.Id != wanted.Id), wanted], () =>
            before is null ? _store.DeleteFilterAsync(wanted.Id, CancellationToken.None) : _store.SaveFilterAsync(before, CancellationToken.None));
        _events.Publish(LodgeEvent.Draft(EventKind.FirewallChanged) with { Detail = wanted.Name });
        return wanted;
    }, cancellationToken);

    /// <summary>Removes a filter that nothing uses. In the place of one that is always there, that one is there again.</summary>
    /// <exception cref="LodgeException">A card or another filter uses it; or it is always there.</exception>
    public Task UndefineAsync(string filter, CancellationToken cancellationToken) => LockedAsync(async () =>
    {
        var present = Get(filter);
        var comesBack = BuiltinFilters.All.Any(known => known.Name == present.Name);
        if (Array.TrueForAll(_defined, known => known.Id != present.Id))
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The network filter '{present.Name}' is part of Lodge.", "Define another one of this name to replace it.");
        }

        if (!comesBack)
        {
            ThrowIfUsed(present.Name);
        }

        await _store.DeleteFilterAsync(present.Id, CancellationToken.None);
        await EnforceAsync([.. _defined.Where(known => known.Id != present.Id)], () => _store.SaveFilterAsync(present, CancellationToken.None));
        _events.Publish(LodgeEvent.Draft(EventKind.FirewallChanged) with { Detail = present.Name });
        return present;
    }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        Accept([.. await _store.LoadFiltersAsync(cancellationToken)]);
        _rules.Load(rules => rules with { Filters = _defined });
    }

    /// <summary>Refuses a name that no filter has.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, with the nearest name.</exception>
    internal void ThrowIfUnknown(string? name, string who)
    {
        if (name is not null && Array.TrueForAll(_all, known => known.Name != name))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"{who} names the network filter '{name}', which does not exist.", Near(name) ?? "Define it first.");
        }
    }

    private async Task EnforceAsync(NetworkFilter[] defined, Func<Task> takeBack)
    {
        await _rules.SetAsync(rules => rules with { Filters = defined }, takeBack);
        Accept(defined);
    }

    private void Accept(NetworkFilter[] defined)
    {
        var names = defined.Select(filter => filter.Name).ToHashSet();
        _defined = defined;
        _all = [.. BuiltinFilters.All.Where(filter => !names.Contains(filter.Name)).Concat(defined).OrderBy(filter => filter.Name, StringComparer.Ordinal)];
    }

    private void ThrowIfTaken(NetworkFilter? same, NetworkFilter wanted)
    {
        if (Array.Find(_all, known => known.Id == wanted.Id && known.Name != wanted.Name) is { } other)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The id {wanted.Id} belongs to network filter '{other.Name}' already.", "Leave the id out, or keep the name.");
        }

        if (same is not null && same.Id != wanted.Id)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"A network filter named '{same.Name}' exists already ({same.Id}).", "Choose another name; or give that filter's id to replace it.");
        }
    }

    private void ThrowIfUsed(string name)
    {
        var user = _all.Where(other => other.Entries.OrEmpty().OfType<FilterReference>().Any(reference => reference.Filter == name))
            .Select(other => $"network filter '{other.Name}'")
            .Concat(_vms.List().SelectMany(vm => vm.Definition.Nics.Concat(vm.Runtime?.Definition.Nics ?? [])
                .Where(nic => nic.Filter?.Name == name).Select(nic => $"card {nic.Alias} of VM '{vm.Name}'")))
            .FirstOrDefault();
        if (user is not null)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The network filter '{name}' is in use by {user}.", "Take it from there first; nothing was changed.");
        }
    }

    private string? Near(string name) => Suggestion.For(name, _all.Select(known => known.Name)) is { } near ? $"Did you mean '{near}'?" : null;

    private async Task<NetworkFilter> LockedAsync(Func<Task<NetworkFilter>> act, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await act();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
