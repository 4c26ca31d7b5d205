using System.Net;
using Lodge.Linux.Network;
using Lodge.Network.HostBridges.Facts;

namespace Lodge.Network.HostBridges.Planning;

/// <summary>
/// Plans how a bridge takes over what an interface has. Packets come in on the bridge before the interface loses its addresses,
/// so that what is lost is what is sent within some microseconds, and connections go on. Pure.
/// </summary>
internal static class MovePlanner
{
    /// <summary>The steps, in their order.</summary>
    /// <param name="facts">What the interface has.</param>
    /// <param name="bridge">Name of the bridge.</param>
    /// <param name="note">What is written on it.</param>
    public static IReadOnlyList<MoveStep> Plan(LinkFacts facts, string bridge, string note)
    {
        var link = facts.Link;
        return
        [
            new MakeBridge(bridge, link.Mac, link.Mtu, note),
            new SetSettings(LinkSettings.For(bridge, link.Name, facts.Settings)),
            new SwitchOn(bridge),
            .. facts.Addresses.Where(IsLocal).Select(address => new AddAddress(bridge, link.Name, address)),
            new JoinBridge(link.Name, bridge),
            .. facts.Addresses.Where(address => !IsIpv6(address)).Select(address => new DropAddress(address)),
            .. facts.Settings.ContainsKey(LinkSettings.Ipv6(link.Name, LinkSettings.DisableIpv6))
                ? new MoveStep[] { new SetSettings([(LinkSettings.Ipv6(link.Name, LinkSettings.DisableIpv6), 1)]) }
                : [],
            .. facts.Addresses.Where(address => !IsLocal(address)).Select(address => new AddAddress(bridge, link.Name, address)),
            .. InOrder(facts.Routes).Select(route => new AddRoute(bridge, route)),
        ];
    }

    /// <summary>Routes in an order in which the kernel takes them: those that gateways are reached by come first.</summary>
    public static IEnumerable<SavedRoute> InOrder(IEnumerable<SavedRoute> routes) => routes.OrderBy(route => route.Route.Gateway is not null);

    // Everybody on the wire knows it by this address already when the first packet comes.
    private static bool IsLocal(SavedAddress address) => address.Address.Address.IsIPv6LinkLocal;

    private static bool IsIpv6(SavedAddress address) => address.Address.Address.GetAddressBytes().Length == IPAddress.IPv6Any.GetAddressBytes().Length;
}
