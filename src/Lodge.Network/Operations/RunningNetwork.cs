using Lodge.Linux.Processes;
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

    /// <summary>The network, served by a process that a keeper looks after; both null when nothing is served.</summary>
    public RunningNetwork ServedBy(DnsmasqKeeper? keeper, ProcessHandle? process) => this with
    {
        Dnsmasq = keeper,
        DnsmasqStartTime = process?.StartTime ?? 0,
        Runtime = Runtime with { DnsmasqProcessId = process?.Pid, DnsmasqConfined = process is null ? null : ProcessRights.AreLast(process.Pid) },
    };
}
