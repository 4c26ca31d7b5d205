using Lodge.Model.Networks;
using Lodge.Network.Dnsmasq;
using Lodge.Network.Planning;

namespace Lodge.Network.Operations;

/// <summary>A network that runs, or ran when a former daemon last wrote of it.</summary>
internal sealed record RunningNetwork
{
    /// <summary>What doors see.</summary>
    public required NetworkRuntime Runtime { get; init; }

    /// <summary>What was made for it.</summary>
    public required NetworkPlan Plan { get; init; }

    /// <summary>Keeps its dnsmasq; null when it has none, or was not looked after yet.</summary>
    public DnsmasqKeeper? Dnsmasq { get; init; }

    /// <summary>When the dnsmasq of the record was started, clock ticks since boot; 0 when there is none.</summary>
    public long DnsmasqStartTime { get; init; }
}
