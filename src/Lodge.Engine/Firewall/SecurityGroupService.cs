using Lodge.Engine.Events;
using Lodge.Engine.Networks;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Firewall;
using Lodge.Model.Firewall.Validation;
using Lodge.Model.Text;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Firewall;

/// <summary>Security groups: durable, then in force at once for all cards that have them. Names or ids will do.</summary>
public sealed class SecurityGroupService : IDisposable
{
    private readonly INetworkStore _store;
    private readonly RulesInForce _rules;
    private readonly EventStream _events;
    private readonly GroupUse _use;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile SecurityGroup[] _all = [];

    internal SecurityGroupService(INetworkStore store, RulesInForce rules, EventStream events, NetworkInventory networks, VmInventory vms) =>
        (_store, _rules, _events, _use) = (store, rules, events, new GroupUse(networks, vms));

    /// <summary>All groups, sorted by name. Waits for nothing.</summary>
    public IReadOnlyList<SecurityGroup> List() => _all;

    /// <summary>A group; null when there is none.</summary>
    public SecurityGroup? Find(string group) =>
        Array.Find(_all, known => known.Name == group) ?? (Guid.TryParse(group, out var id) ? Array.Find(_all, known => known.Id == id) : null);

    /// <summary>A group.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.NotFound"/>, with the nearest name when there is one.</exception>
    public SecurityGroup Get(string group) => Find(group) ?? throw new LodgeException(
        ErrorCode.NotFound,
        $"There is no security group '{group}'.",
        Near(group) ?? "List them with 'lodge firewall list'.");

    /// <summary>Defines a group, or replaces the one with the same id.</summary>
    /// <exception cref="LodgeException">It has flaws, names an unknown group, or another has its name; the kernel refuses the rules. Nothing was changed.</exception>
    public Task<SecurityGroup> DefineAsync(SecurityGroup group, CancellationToken cancellationToken) => LockedAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(group);
        SecurityGroupValidator.ThrowIfFlawed(group);
        var wanted = group.Id == Guid.Empty ? group with { Id = Guid.NewGuid() } : group;
        var before = Array.Find(_all, known => known.Id == wanted.Id);
        ThrowIfTaken(before, wanted);
        ThrowIfUnknown([.. wanted.Rules.OrEmpty().Select(rule => rule.Group).OfType<string>().Where(name => name != wanted.Name)], $"Security group '{wanted.Name}'");
        await _store.SaveGroupAsync(wanted, CancellationToken.None);
        await EnforceAsync([.. _all.Where(known => known.Id != wanted.Id), wanted], () =>
            before is null ? _store.DeleteGroupAsync(wanted.Id, CancellationToken.None) : _store.SaveGroupAsync(before, CancellationToken.None));
        _events.Publish(LodgeEvent.Draft(EventKind.FirewallChanged) with { Detail = wanted.Name });
        return wanted;
    }, cancellationToken);

    /// <summary>Removes a group that nothing uses.</summary>
    /// <exception cref="LodgeException">A card, a network or another group uses it; the error says which.</exception>
    public Task UndefineAsync(string group, CancellationToken cancellationToken) => LockedAsync(async () =>
    {
        var present = Get(group);
        _use.ThrowIfUsed(present, _all);
        await _store.DeleteGroupAsync(present.Id, CancellationToken.None);
        await EnforceAsync([.. _all.Where(known => known.Id != present.Id)], () => _store.SaveGroupAsync(present, CancellationToken.None));
        _events.Publish(LodgeEvent.Draft(EventKind.FirewallChanged) with { Detail = present.Name });
        return present;
    }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        _all = Sorted(await _store.LoadGroupsAsync(cancellationToken));
        _rules.Load(rules => rules with { Groups = _all });
    }

    /// <summary>Refuses names that no group has.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, with the nearest name.</exception>
    internal void ThrowIfUnknown(IReadOnlyList<string>? names, string who)
    {
        if (names.OrEmpty().FirstOrDefault(name => Array.TrueForAll(_all, known => known.Name != name)) is { } unknown)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"{who} names the security group '{unknown}', which does not exist.", Near(unknown) ?? "Define it first; 'lodge firewall list' shows those that are there.");
        }
    }

    private async Task EnforceAsync(SecurityGroup[] groups, Func<Task> takeBack)
    {
        var sorted = Sorted(groups);
        await _rules.SetAsync(rules => rules with { Groups = sorted }, takeBack);
        _all = sorted;
    }

    private void ThrowIfTaken(SecurityGroup? before, SecurityGroup wanted)
    {
        if (Array.Find(_all, known => known.Name == wanted.Name && known.Id != wanted.Id) is { } other)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"A security group named '{other.Name}' exists already ({other.Id}).", "Choose another name; or give that group's id to replace it.");
        }

        if (before is not null && before.Name != wanted.Name)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The id {wanted.Id} belongs to security group '{before.Name}' already.", "Leave the id out, and a new group is made; or keep the name.");
        }
    }

    private string? Near(string name) => Suggestion.For(name, _all.Select(known => known.Name)) is { } near ? $"Did you mean '{near}'?" : null;

    private static SecurityGroup[] Sorted(IEnumerable<SecurityGroup> groups) => [.. groups.OrderBy(group => group.Name, StringComparer.Ordinal)];

    private async Task<SecurityGroup> LockedAsync(Func<Task<SecurityGroup>> act, CancellationToken cancellationToken)
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
