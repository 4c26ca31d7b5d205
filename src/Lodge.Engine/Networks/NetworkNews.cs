using Lodge.Engine.Ports;
using Lodge.Model.Events;
using Lodge.Model.Networks;

namespace Lodge.Engine.Networks;

/// <summary>Makes events of what happens to networks on the host, and keeps what is known of them up to date.</summary>
internal sealed class NetworkNews(NetworkCore core)
{
    /// <summary>Follows what the host tells, until cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var happening in core.Host.Happenings.ReadAllAsync(cancellationToken))
        {
            if (core.Inventory.Find(happening.Network) is { } network)
            {
                Take(network, happening);
            }
        }
    }

    /// <summary>Notes what a running network lacks, and tells when that is other than before.</summary>
    public void Note(Guid id, IReadOnlyList<string> problems)
    {
        var before = core.Inventory.Find(id)?.Runtime?.Problems ?? [];
        if (before.SequenceEqual(problems))
        {
            return;
        }

        var after = core.Inventory.Update(id, now => now with { Runtime = now.Runtime is { } runtime ? runtime with { Problems = problems.Count == 0 ? null : problems } : null });
        if (after is { IsActive: true })
        {
            core.Announce(problems.Count == 0 ? EventKind.NetworkRepaired : EventKind.NetworkBroken, after, problems.Count == 0 ? null : string.Join(" ", problems));
        }
    }

    private void Take(Network network, NetworkHappening happening)
    {
        switch (happening)
        {
            case LeaseGiven given:
                core.Announce(EventKind.LeaseGiven, network, lease: given.Lease);
                break;
            case LeaseEnded ended:
                core.Announce(EventKind.LeaseEnded, network, lease: ended.Lease);
                break;
            case DnsmasqRestarted restarted:
                core.Inventory.Update(network.Id, now => now.Runtime is null ? now : now with { Runtime = restarted.Runtime with { Problems = now.Runtime.Problems } });
                core.Announce(EventKind.NetworkRepaired, network, $"Its dnsmasq ended, and another one serves it now. {string.Join(" ", restarted.LastWords)}".TrimEnd());
                break;
            case NetworkConditionChanged changed:
                Note(network.Id, changed.Problems);
                break;
            default:
                break;
        }
    }
}
