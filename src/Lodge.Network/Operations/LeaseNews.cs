using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Network.Leases;
using Lodge.Network.Planning;

namespace Lodge.Network.Operations;

/// <summary>What follows from a change of leases: the engine is told, names and rules that depend on them are made anew.</summary>
internal sealed class LeaseNews(NetworkTools tools, DnsmasqService dnsmasq)
{
    /// <summary>Begins with the networks that a former daemon left running.</summary>
    public void FollowRemembered()
    {
        foreach (var network in tools.Shelf.Networks.Where(network => network.Plan.Dnsmasq is not null && Directory.Exists(tools.Folders.Leases)))
        {
            tools.Leases.Follow(network.Plan.Id, HostSubnet.All(network.Runtime.Definition));
        }
    }

    /// <summary>The leases of one network have changed.</summary>
    public async Task OnChangeAsync(IReadOnlyList<DhcpLease> before, IReadOnlyList<DhcpLease> after)
    {
        foreach (var happening in LeaseDifference.Between(before, after))
        {
            tools.Tell(happening);
        }

        if (Names(before).SequenceEqual(Names(after)))
        {
            return; // Some were only kept longer.
        }

        using var turn = await tools.Shelf.EnterAsync(CancellationToken.None);
        if (before.Concat(after).FirstOrDefault() is { } any && tools.Shelf.Find(any.Network) is { Plan.Dnsmasq.LeasedNames: not null } network)
        {
            dnsmasq.Refresh(network);
        }

        try
        {
            await tools.Shelf.ApplyRulesAsync(CancellationToken.None);
        }
        catch (LodgeException failure)
        {
            NetworkLog.RulesFailed(tools.Log, failure.Message);
        }
    }

    private static IEnumerable<(string Address, string Mac, string? Name)> Names(IReadOnlyList<DhcpLease> leases) =>
        leases.Select(lease => (lease.Address, lease.Mac, lease.Name)).Order();
}
