using System.Net.Sockets;
using Lodge.Linux.Firewall;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Firewall.Cards;
using Lodge.Network.Firewall.Obstacles;
using Lodge.Network.Firewall.Planning;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall;

/// <summary>
/// Keeps the kernel's rules as the state wants them, in two tables of Lodge's own; nothing else is touched. What it has put
/// there it remembers: the next state costs only what is different. The first one, and the one after anything went wrong,
/// is put there whole.
/// </summary>
/// <param name="open">Opens the packet filter in the network namespace where the bridges are.</param>
/// <param name="host">The network of that namespace.</param>
/// <param name="table">Name of both tables: <c>lodge</c>, with something after it for a second daemon on the machine.</param>
/// <param name="sockets">What that namespace listens on, so that no forward takes a program's port away; null: that is not asked.</param>
internal sealed class FirewallKeeper(
    Func<Nftables> open, HostNetwork host, string table, Func<IReadOnlyList<ListeningSocket>>? sockets = null) : IFirewall, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CardPlans _plans = new();
    private readonly Lazy<(Nftables? Rules, string? WhyNot)> _rules = new(() => Open(open));
    private (FirewallState State, FirewallTables Tables)? _applied;

    /// <inheritdoc/>
    public string? WhyNot => _rules.Value.WhyNot;

    /// <inheritdoc/>
    public Task ApplyAsync(FirewallState wanted, CancellationToken cancellationToken) => InTurnAsync(
        rules =>
        {
            ThrowIfPortsInUse(rules, wanted);
            var tables = FirewallTables.For(wanted, table, _plans);
            var changes = _applied is { } known ? Changes(known.Tables, tables) : Whole(rules, tables);
            if (changes.Length > 0)
            {
                Carry(rules, changes, tables);
            }

            foreach (var bridge in PortForwardRules.LoopbackBridges(wanted).Where(bridge => host.Links.Find(bridge) is not null))
            {
                host.Links.Change(bridge, new LinkChange { RoutesLoopback = true });
            }

            _applied = (wanted, tables);
            return true;
        },
        cancellationToken);

    /// <summary>Removes both tables, as if Lodge had never been here.</summary>
    public Task RemoveAsync(CancellationToken cancellationToken) => InTurnAsync(
        rules =>
        {
            // To add it first makes it certain that there is one to delete.
            rules.Apply($"add table inet {table}\ndelete table inet {table}\nadd table bridge {table}\ndelete table bridge {table}\n");
            _applied = null;
            return true;
        },
        cancellationToken);

    /// <summary>How many frames of each card were dropped, by its interface.</summary>
    public Task<IReadOnlyDictionary<string, CardCounters>> ReadCountersAsync(CancellationToken cancellationToken) => InTurnAsync(
        rules => _applied is { } known ? CardCounters.Read(rules.Read($"list counters table bridge {table}", json: true), known.State) : CardCounters.None,
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> InspectAsync(NetworkRuntime network, CancellationToken cancellationToken) => InTurnAsync<IReadOnlyList<string>>(
        rules =>
        {
            if (_applied is not { } known)
            {
                return ["The firewall's rules have not been made yet."];
            }

            var missing = new[] { known.Tables.Routed, known.Tables.Bridged }.Where(wanted => !IsThere(rules, wanted)).ToList();
            if (missing.Count > 0)
            {
                // The next state is put there whole.
                _applied = null;
            }

            return [.. missing.Select(wanted => $"Rules of the firewall are missing from 'table {wanted.Place}': somebody has removed or changed them.")];
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindObstaclesAsync(NetworkRuntime network, CancellationToken cancellationToken) => InTurnAsync(
        rules => ObstacleFinder.Find(rules.Read("list ruleset", json: true, terse: true), table, network, Filters()), cancellationToken);

    private HostFilters Filters() => HostFilters.Read() with { WayOut = WayOut(AddressFamily.InterNetwork), WayOut6 = WayOut(AddressFamily.InterNetworkV6) };

    private string? WayOut(AddressFamily family) => host.Routes.List()
        .Where(route => route.Destination.PrefixLength == 0 && route.Destination.BaseAddress.AddressFamily == family).OrderBy(route => route.Metric)
        .Select(route => host.Links.List().FirstOrDefault(link => link.Index == route.Link)?.Name).FirstOrDefault();

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        if (_rules.IsValueCreated)
        {
            _rules.Value.Rules?.Dispose();
        }
    }

    private static (Nftables? Rules, string? WhyNot) Open(Func<Nftables> open)
    {
        try
        {
            return (open(), null);
        }
        catch (DllNotFoundException)
        {
            return (null, "libnftables is not installed (Debian: libnftables1).");
        }
        catch (NftablesException refused)
        {
            return (null, refused.Message);
        }
    }

    private static string Changes(FirewallTables before, FirewallTables after) =>
        NftCommands.Between(before.Routed, after.Routed) + NftCommands.Between(before.Bridged, after.Bridged);

    private static string Whole(Nftables rules, FirewallTables after) =>
        NftCommands.Whole(Inventory(rules, after.Routed), after.Routed) + NftCommands.Whole(Inventory(rules, after.Bridged), after.Bridged);

    private static NftInventory? Inventory(Nftables rules, NftTable wanted)
    {
        try
        {
            return NftInventory.Read(rules.Read($"list table {wanted.Place}", json: true, terse: true));
        }
        catch (NftablesException)
        {
            // There is no such table yet.
            return null;
        }
    }

    // Forwards that were there before have their ports, whoever listens there by now.
    private void ThrowIfPortsInUse(Nftables rules, FirewallState wanted)
    {
        var forwards = Forwards(wanted).ToList();
        if (sockets is null || forwards.Count == 0 || (_applied is null && Inventory(rules, NftTable.Empty("inet", table)) is not null))
        {
            return;
        }

        var fresh = forwards.Except(_applied is { } known ? Forwards(known.State) : []).Select(forward => forward.Forward).ToList();
        if (fresh.Count > 0)
        {
            ForwardPorts.ThrowIfInUse(fresh, sockets());
        }
    }

    private static IEnumerable<(Guid Network, PortForward Forward)> Forwards(FirewallState state) =>
        state.Networks.SelectMany(network => network.Definition.Forwards.OrEmpty().Select(forward => (network.Definition.Id, forward)));

    private static bool IsThere(Nftables rules, NftTable wanted) =>
        Inventory(rules, wanted) is { } found
        && wanted.Chains.Keys.All(found.Chains.Contains) && wanted.Sets.Keys.All(set => found.Sets.Contains(set) || found.Maps.Contains(set));

    // Somebody may have changed Lodge's tables meanwhile: then all of it is put there anew.
    private void Carry(Nftables rules, string changes, FirewallTables tables)
    {
        try
        {
            rules.Apply(changes);
        }
        catch (NftablesException) when (_applied is not null)
        {
            _applied = null;
            rules.Apply(Whole(rules, tables));
        }
    }

    private async Task<T> InTurnAsync<T>(Func<Nftables, T> work, CancellationToken cancellationToken)
    {
        var rules = _rules.Value.Rules ?? throw new LodgeException(
            ErrorCode.Unsupported, $"This host cannot have rules of a firewall: {WhyNot}", "Install libnftables, and a kernel with nftables.");
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return work(rules);
        }
        catch (NftablesException refused)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"The kernel refuses rules of the firewall: {refused.Message}", "Nothing was changed.", refused);
        }
        finally
        {
            _turn.Release();
        }
    }
}
