using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Network.Bridges;
using Lodge.Network.Dnsmasq;
using Lodge.Network.Hosts;
using Lodge.Network.Leases;
using Lodge.Network.Plugs;
using Lodge.Network.Records;
using Microsoft.Extensions.Logging;

namespace Lodge.Network.Operations;

/// <summary>What operations on networks and cards share.</summary>
internal sealed record NetworkTools
{
    /// <summary>The network that all of it happens in.</summary>
    public required NetworkPlace Place { get; init; }

    /// <summary>What is written on interfaces.</summary>
    public required Marks Marks { get; init; }

    /// <summary>Where files live.</summary>
    public required NetworkFolders Folders { get; init; }

    /// <summary>What runs.</summary>
    public required NetworkShelf Shelf { get; init; }

    /// <summary>Leases.</summary>
    public required LeaseBook Leases { get; init; }

    /// <summary>Bridges.</summary>
    public required BridgeMaker Bridges { get; init; }

    /// <summary>Limits.</summary>
    public required CardShaper Shaper { get; init; }

    /// <summary>The host's end of cards.</summary>
    public required CardPlugger Plugger { get; init; }

    /// <summary>Starts dnsmasqs.</summary>
    public required DnsmasqStarter Starter { get; init; }

    /// <summary>Notices their ends.</summary>
    public required PidFdWatcher Watcher { get; init; }

    /// <summary>The host's own resolver.</summary>
    public required HostResolver Resolver { get; init; }

    /// <summary>Tells the engine of something.</summary>
    public required Action<NetworkHappening> Tell { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Log { get; init; }
}
