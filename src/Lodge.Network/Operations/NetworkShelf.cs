using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Network.Firewall;
using Lodge.Network.Planning;
using Lodge.Network.Plugs;
using Lodge.Network.Records;

namespace Lodge.Network.Operations;

/// <summary>
/// What runs on the host: networks, cards, rules. Each change is written to the run folder, and told to the firewall, whole.
/// Reads are lock-free; changes are made by who holds the turn.
/// </summary>
internal sealed class NetworkShelf : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly RecordFolder<NetworkRecord> _networkRecords;
    private readonly RecordFolder<CardRecord> _cardRecords;
    private readonly IFirewall _firewall;
    private readonly Func<IReadOnlyList<DhcpLease>> _leases;
    private volatile IReadOnlyDictionary<Guid, RunningNetwork> _networks;
    private volatile IReadOnlyDictionary<string, CardRecord> _cards;
    private FirewallRules _rules = new([]);
    private bool _hasRules;

    /// <summary>Reads what a former daemon wrote.</summary>
    /// <param name="folders">Where.</param>
    /// <param name="firewall">The rules.</param>
    /// <param name="plan">Plans a network.</param>
    /// <param name="leases">All leases.</param>
    public NetworkShelf(NetworkFolders folders, IFirewall firewall, Func<NetworkDefinition, NetworkPlan> plan, Func<IReadOnlyList<DhcpLease>> leases)
    {
        (_firewall, _leases) = (firewall, leases);
        _networkRecords = new RecordFolder<NetworkRecord>(folders.Networks, NetworkJson.Default.NetworkRecord);
        _cardRecords = new RecordFolder<CardRecord>(folders.Cards, NetworkJson.Default.CardRecord);
        _networks = _networkRecords.ReadAll().ToDictionary(record => record.Runtime.Definition.Id, record => new RunningNetwork
        {
            Runtime = record.Runtime,
            Plan = plan(record.Runtime.Definition),
            DnsmasqStartTime = record.DnsmasqStartTime,
        });
        _cards = _cardRecords.ReadAll().ToDictionary(record => record.Plug.Interface);
    }

    /// <summary>All networks.</summary>
    public IEnumerable<RunningNetwork> Networks => _networks.Values;

    /// <summary>All cards that are plugged in.</summary>
    public IEnumerable<CardRecord> Cards => _cards.Values;

    /// <summary>A network; null when it does not run.</summary>
    public RunningNetwork? Find(Guid network) => _networks.GetValueOrDefault(network);

    /// <summary>The card of an interface; null when there is none.</summary>
    public CardRecord? FindCard(string name) => _cards.GetValueOrDefault(name);

    /// <summary>Cards of a network.</summary>
    public IReadOnlyList<CardRecord> CardsOf(Guid network) => [.. _cards.Values.Where(card => card.Plug.Network == network)];

    /// <summary>Waits until nobody else changes anything.</summary>
    public async Task<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    /// <summary>Puts a network, or takes it away.</summary>
    /// <exception cref="IOException">The record cannot be written.</exception>
    public void Put(Guid id, RunningNetwork? network)
    {
        var next = _networks.Where(known => known.Key != id).ToDictionary();
        if (network is null)
        {
            _networkRecords.Delete(id.ToString("D"));
        }
        else
        {
            next[id] = network;
            _networkRecords.Write(id.ToString("D"), new NetworkRecord(network.Runtime, network.DnsmasqStartTime));
        }

        _networks = next;
    }

    /// <summary>Puts a card, or takes it away.</summary>
    /// <exception cref="IOException">The record cannot be written.</exception>
    public void PutCard(string name, CardRecord? card)
    {
        var next = _cards.Where(known => known.Key != name).ToDictionary();
        if (card is null)
        {
            _cardRecords.Delete(name);
        }
        else
        {
            next[name] = card;
            _cardRecords.Write(name, card);
        }

        _cards = next;
    }

    /// <summary>Replaces the rules that belong to no network.</summary>
    /// <exception cref="LodgeException">The kernel refuses them; the former ones stay.</exception>
    public async Task SetRulesAsync(FirewallRules rules, CancellationToken cancellationToken)
    {
        var before = _rules;
        _rules = rules;
        try
        {
            await ApplyRulesAsync(cancellationToken);
        }
        catch
        {
            _rules = before;
            throw;
        }
    }

    /// <summary>Makes the firewall's rules be those of what runs now. Where nothing runs there are none, and nothing of Lodge's is left.</summary>
    /// <exception cref="LodgeException">The kernel refuses them; nothing was changed.</exception>
    public async Task ApplyRulesAsync(CancellationToken cancellationToken)
    {
        if (_networks.Count > 0 || _cards.Count > 0)
        {
            await _firewall.ApplyAsync(State(), cancellationToken);
            _hasRules = true;
        }
        else if (_hasRules)
        {
            await _firewall.RemoveAsync(cancellationToken);
            _hasRules = false;
        }
    }

    private FirewallState State() => new(
        [.. _networks.Values.Select(network => network.Runtime)],
        [.. _cards.Values.Select(card => new PluggedCard(card.Plug, CardDefaults.Fill(card.Nic, DefinitionOf(card.Plug))))],
        _leases(),
        _rules);

    /// <summary>The definition that a card's network runs with; null for a card on none.</summary>
    public NetworkDefinition? DefinitionOf(NicPlug plug) => plug.Network is { } id ? Find(id)?.Runtime.Definition : null;

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>The right to change things, until it is disposed.</summary>
    internal readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
