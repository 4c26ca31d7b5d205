using System.Net;
using Lodge.Network.HostBridges.Facts;

namespace Lodge.Network.HostBridges.Planning;

/// <summary>Whom to ask whether the network is still there. Pure.</summary>
internal static class AskPlanner
{
    private const int MostPeers = 3;

    /// <summary>The gateways; without any, some who were heard a moment ago.</summary>
    public static Questions Plan(LinkFacts facts)
    {
        var gateways = facts.Routes.Where(route => route.Route.Destination.PrefixLength == 0).Select(route => route.Route.Gateway).OfType<IPAddress>().Distinct().ToArray();
        return gateways.Length > 0
            ? new Questions(gateways, All: true)
            : new Questions([.. facts.Neighbours.Where(one => one.IsFresh).Select(one => one.Address).Distinct().Take(MostPeers)], All: false);
    }
}

/// <summary>Whom to ask.</summary>
/// <param name="Whom">Their addresses; none when there is nobody.</param>
/// <param name="All">Whether all must answer, rather than one of them.</param>
internal sealed record Questions(IReadOnlyList<IPAddress> Whom, bool All);
