using System.Globalization;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;
using Lodge.Network.HostBridges.Facts;
using Lodge.Network.HostBridges.Persistence;
using Lodge.Network.HostBridges.Planning;
using Lodge.Network.Hosts;

namespace Lodge.Network.HostBridges;

/// <summary>A plan with the facts that it was made from.</summary>
internal sealed record HostBridgeDraft(HostBridgePlan Plan, LinkFacts Facts, Questions Questions);

/// <summary>Reads what there is, and says what would be done.</summary>
internal sealed class HostBridgePlanner(NetworkPlace place, HostFileReader reader, LinkFactReader factReader)
{
    /// <summary>The plan for a wish.</summary>
    /// <exception cref="LodgeException">No bridge can be made over the interface.</exception>
    public HostBridgeDraft Draft(HostBridgeWish wish)
    {
        var links = place.Host.Links.List();
        var link = BridgeJudge.Judge(wish.Interface, links, reader.IsWireless(wish.Interface));
        var facts = factReader.Read(link);
        BridgeJudge.Check(facts);
        var files = reader.Read(link.Name, link.Index);
        var bridge = BridgeNames.Choose(wish.Bridge, links, files.Texts.Values);
        var questions = AskPlanner.Plan(facts);
        var persistent = PersistentPlanner.Plan(WishOf(facts, bridge), files);
        var plan = new HostBridgePlan
        {
            Interface = link.Name,
            Bridge = bridge,
            Network = wish.Network ?? bridge,
            Mac = link.Mac,
            Mtu = link.Mtu,
            Addresses = [.. Shown(facts.Addresses).Select(Words.Address)],
            Routes = [.. facts.Routes.Where(route => route.Route.Gateway is not null).Select(Words.Route)],
            Asked = [.. questions.Whom.Select(one => one.ToString())],
            Owner = persistent.Owner,
            Files = persistent.Files,
            Commands = persistent.Commands,
            Notes = [.. Notes(facts, bridge, questions, persistent, files), .. persistent.Notes],
        };
        return new HostBridgeDraft(plan, facts, questions);
    }

    private static PersistentWish WishOf(LinkFacts facts, string bridge) => new(facts.Link.Name, facts.Link.Index, bridge, facts.Link.Mac, facts.Link.Mtu)
    {
        FixedAddresses = [.. Shown(facts.Addresses).Where(address => address.Lifetime is null).Select(Words.Address)],
        Gateways = [.. facts.Routes.Where(route => route.Route.Destination.PrefixLength == 0 && !route.Route.IsAdvertised).Select(route => route.Route.Gateway).OfType<System.Net.IPAddress>().Select(gateway => gateway.ToString())],
    };

    private static IEnumerable<SavedAddress> Shown(IEnumerable<SavedAddress> addresses) => addresses.Where(address => !address.Address.Address.IsIPv6LinkLocal);

    private static IEnumerable<string> Notes(LinkFacts facts, string bridge, Questions questions, PersistentPlan persistent, HostFiles files)
    {
        var name = facts.Link.Name;
        var takesOver = persistent is { Files.Count: > 0, Commands: [var command, ..] } ? $": '{command}', or a boot" : "";
        foreach (var lease in facts.Addresses.Where(address => address.Lifetime is not null && !IsAdvertised(facts, address)))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Words.Address(lease)} is lent by DHCP for {Words.Left(lease.Lifetime!.Value)} more{DhcpClients.Find(files, facts.Link)}. {bridge} has it as long; nobody renews it there until the persistent configuration takes over{takesOver}. The server may lend another one then.");
        }

        if (facts.Addresses.All(address => address.Lifetime is null) && DhcpClients.Find(files, facts.Link) is { Length: > 0 } client)
        {
            yield return $"A DHCP client runs for {name}{client}: it goes on there, and may give {name} its address again. Stop it when the persistent configuration takes over{takesOver}.";
        }

        if (questions.Whom.Count == 0)
        {
            yield return $"{name} has no gateway, and nobody was heard on it lately: nobody can be asked whether the bridge works, and only your confirmation tells.";
        }

        yield return $"Packets come in on {bridge} then: rules of other firewalls that name {name} have to name {bridge}.";
    }

    // The kernel makes those itself from what routers say, on the bridge as it did on the interface.
    private static bool IsAdvertised(LinkFacts facts, SavedAddress address) =>
        address.Address.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
        && facts.Settings.GetValueOrDefault(LinkSettings.Ipv6(facts.Link.Name, "accept_ra")) > 0;
}
