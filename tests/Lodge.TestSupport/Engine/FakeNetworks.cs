using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Lodge.Engine.Ports;
using Lodge.Model.Firewall;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Networks;

namespace Lodge.TestSupport.Engine;

/// <summary>The networks of a <see cref="FakeWorld"/>: bridges, interfaces, leases and rules, which outlive any engine.</summary>
public sealed class FakeNetworks
{
    private int _nextInterface;

    /// <summary>What the database has.</summary>
    public ConcurrentDictionary<Guid, StoredNetwork> Database { get; } = new();

    /// <summary>What the database has of security groups.</summary>
    public ConcurrentDictionary<Guid, SecurityGroup> Groups { get; } = new();

    public ConcurrentDictionary<Guid, NetworkFilter> Filters { get; } = new();

    /// <summary>Whether a network was ever saved.</summary>
    public bool HadNetworks { get; set; }

    /// <summary>Why the host cannot have networks; null when it can.</summary>
    public string? WhyNot { get; set; }

    /// <summary>What the run folder says of networks.</summary>
    public ConcurrentDictionary<Guid, NetworkRuntime> RunFolder { get; } = new();

    /// <summary>Bridges by name, with the network that each was made for.</summary>
    public ConcurrentDictionary<string, Guid> Bridges { get; } = new();

    /// <summary>Interfaces of cards by name.</summary>
    public ConcurrentDictionary<string, NicPlug> Interfaces { get; } = new();

    /// <summary>What the cards that are plugged in were last wanted to be, by interface.</summary>
    public ConcurrentDictionary<string, PlugRequest> Served { get; } = new();

    /// <summary>Subnets that something else on the host uses, such as <c>192.168.122.0/24</c>.</summary>
    public List<string> UsedSubnets { get; } = [];

    /// <summary>Leases by network.</summary>
    public ConcurrentDictionary<Guid, IReadOnlyList<DhcpLease>> Leases { get; } = new();

    /// <summary>What the host has heard of MAC addresses.</summary>
    public Dictionary<string, IReadOnlyList<IPAddress>> Neighbours { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many forged frames were dropped, by MAC address of the card.</summary>
    public Dictionary<string, long> Forged { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Rules of other programs that are in the way.</summary>
    public List<string> Obstacles { get; } = [];

    /// <summary>The security groups in force.</summary>
    public IReadOnlyList<SecurityGroup> Rules { get; set; } = [];

    /// <summary>Network filters in force, beside those that are always there.</summary>
    public IReadOnlyList<NetworkFilter> FilterRules { get; set; } = [];

    /// <summary>Says which calls fail, by their name and what they are about, such as <c>start default</c>.</summary>
    public Func<string, Exception?>? Fails { get; set; }

    /// <summary>The calls that changed something, in words.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What happens to networks, for the engine that listens now.</summary>
    public Channel<NetworkHappening> Happenings { get; } = Channel.CreateUnbounded<NetworkHappening>();

    /// <summary>A name for a new interface.</summary>
    internal string NextInterface() => $"vnet{Interlocked.Increment(ref _nextInterface) - 1}";
}
