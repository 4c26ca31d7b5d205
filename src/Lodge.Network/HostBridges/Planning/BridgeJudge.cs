using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Text;
using Lodge.Network.HostBridges.Facts;

namespace Lodge.Network.HostBridges.Planning;

/// <summary>Says which interfaces a bridge can be made over, and why not over the others. Pure.</summary>
internal static class BridgeJudge
{
    /// <summary>The interface of this name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="links">All interfaces of the host.</param>
    /// <param name="isWireless">Whether it is wireless.</param>
    /// <exception cref="LodgeException">There is none, or it cannot be the port of a bridge.</exception>
    public static NetworkLink Judge(string name, IReadOnlyList<NetworkLink> links, bool isWireless)
    {
        var link = links.FirstOrDefault(one => one.Name == name) ?? throw Missing(name, links);
        if (link.Master != 0)
        {
            throw Member(link, links.FirstOrDefault(one => one.Index == link.Master));
        }

        if (WhyNot(link, links, isWireless) is var (why, remedy))
        {
            throw new LodgeException(ErrorCode.Unsupported, $"No bridge can be made over '{name}': {why}.", remedy);
        }

        return link;
    }

    /// <summary>Refuses what an interface has that would be lost on the way.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>.</exception>
    public static void Check(LinkFacts facts)
    {
        if (facts.Routes.FirstOrDefault(route => route.HasSeveralWays) is { } route)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"No bridge can be made over '{facts.Link.Name}': the route to {Words.Destination(route.Route)} is spread over several gateways, and Lodge moves routes of one gateway only.",
                "Replace that route by one with a single gateway first, and add the others afterwards.");
        }
    }

    private static (string Why, string Remedy)? WhyNot(NetworkLink link, IReadOnlyList<NetworkLink> links, bool isWireless)
    {
        if (link.Name == "lo")
        {
            return ("it is the loopback, which nothing outside is on", Candidates(links));
        }

        if (isWireless)
        {
            return (
                "it is wireless, and an access point takes frames of one address only from each station",
                "Use a NAT network ('lodge network create NAME'), which works over any interface.");
        }

        if (link.Bridge is not null)
        {
            return ("it is a bridge already", $"Use it as it is: lodge network create NAME --mode bridge --bridge {link.Name}");
        }

        if (!link.IsEthernet || link.Kind is "tun" or "macvlan" or "macvtap" or "ipvlan")
        {
            return ($"it is no cable into an Ethernet network{(link.Kind.Length > 0 ? $", but a {link.Kind}" : "")}", Candidates(links));
        }

        return links.FirstOrDefault(other => other.Lower == link.Index && other.Kind is "macvlan" or "macvtap" or "ipvlan") is { } sharer
            ? ($"'{sharer.Name}' shares it ({sharer.Kind}), which a port of a bridge cannot be", $"Stop the VM or program that uses '{sharer.Name}' first.")
            : null;
    }

    private static LodgeException Missing(string name, IReadOnlyList<NetworkLink> links) =>
        Suggestion.For(name, links.Select(link => link.Name)) is { } near
            ? new LodgeException(ErrorCode.NotFound, $"The host has no interface '{name}'.", $"Did you mean '{near}'?")
            : new LodgeException(ErrorCode.NotFound, $"The host has no interface '{name}'.", Candidates(links));

    private static LodgeException Member(NetworkLink link, NetworkLink? master) => master switch
    {
        { Bridge: not null } => new LodgeException(
            ErrorCode.InvalidState, $"'{link.Name}' is a port of the bridge '{master.Name}' already.",
            $"Use that bridge: lodge network create NAME --mode bridge --bridge {master.Name}"),
        { Kind: "bond" or "team" } => new LodgeException(
            ErrorCode.InvalidState, $"'{link.Name}' belongs to the {master.Kind} '{master.Name}', which has the addresses.",
            $"Make the bridge over that: lodge network bridge-host {master.Name}"),
        _ => new LodgeException(
            ErrorCode.InvalidState, $"'{link.Name}' belongs to '{master?.Name ?? "an interface of another network namespace"}'{(master is { Kind.Length: > 0 } ? $" ({master.Kind})" : "")} already.",
            "Take it out of there first."),
    };

    private static string Candidates(IReadOnlyList<NetworkLink> links)
    {
        var good = links.Where(link => link.Master == 0 && WhyNot(link, [], false) is null && link.Note.Length == 0).Select(link => link.Name).Order(StringComparer.Ordinal).ToArray();
        return good.Length == 0 ? "The host has no interface that a bridge can be made over." : $"Those that may do: {string.Join(", ", good)}.";
    }
}
