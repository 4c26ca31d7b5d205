using System.Net;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Network.Planning.Dnsmasq;

namespace Lodge.Network.Planning;

/// <summary>Turns a complete definition into what the host needs for it. Pure.</summary>
internal static class NetworkPlanner
{
    private const double ShortestTreeDelay = 2;

    /// <summary>The plan.</summary>
    /// <param name="network">The definition, complete.</param>
    /// <param name="files">Where dnsmasq's files live.</param>
    /// <param name="user">Whom dnsmasq becomes once it has opened what it needs.</param>
    /// <exception cref="LodgeException">An address cannot be read.</exception>
    public static NetworkPlan Plan(NetworkDefinition network, DnsmasqFiles files, string user)
    {
        var makes = MakesBridge(network.Mode);
        var subnets = HostSubnet.All(network);
        return new NetworkPlan
        {
            Id = network.Id,
            Name = network.Name,
            Bridge = network.Mode == NetworkMode.Macvtap ? null : BridgeName(network),
            Make = makes ? Bridge(network, subnets) : null,
            NeededLinks = Needed(network, makes),
            Sending = BandwidthPlan.Of(network.Bandwidth?.Inbound),
            Receiving = BandwidthPlan.Of(network.Bandwidth?.Outbound),
            Dnsmasq = makes ? DnsmasqPlanner.Plan(network, subnets, files, user) : null,
        };
    }

    /// <summary>Whether a network of this mode has a bridge that Lodge makes.</summary>
    public static bool MakesBridge(NetworkMode mode) => mode is not (NetworkMode.Bridge or NetworkMode.Macvtap);

    private static string[] Needed(NetworkDefinition network, bool makes) => network.Mode switch
    {
        NetworkMode.Bridge => [BridgeName(network)],
        _ when makes => [],
        _ => [.. network.Interfaces ?? []],
    };

    private static string BridgeName(NetworkDefinition network) => network.Bridge?.Name ?? throw new LodgeException(
        ErrorCode.InvalidArgument, $"Network '{network.Name}' names no bridge.", "Name the bridge that guests are plugged into.");

    private static BridgePlan Bridge(NetworkDefinition network, IReadOnlyList<HostSubnet> subnets)
    {
        var bridge = network.Bridge ?? new BridgeDefinition();
        var forwards = network.Mode is NetworkMode.Nat or NetworkMode.Routed or NetworkMode.Open;
        return new BridgePlan
        {
            Mac = bridge.Mac ?? throw new LodgeException(ErrorCode.Internal, $"The bridge of network '{network.Name}' has no address."),
            Settings = new BridgeSettings
            {
                Stp = bridge.Stp ?? false,
                ForwardDelay = Delay(bridge),
                VlanFiltering = bridge.VlanFiltering,
                MulticastSnooping = bridge.MulticastSnooping ?? true,
            },
            Mtu = network.Mtu,
            Addresses = [.. subnets.Select(subnet => new PlannedAddress(subnet.Address, subnet.PrefixLength))],
            Routes = [.. (network.Routes ?? []).Select(Route)],
            ForwardsIpv4 = forwards && subnets.Any(subnet => !subnet.IsIpv6),
            ForwardsIpv6 = forwards && subnets.Any(subnet => subnet.IsIpv6),
            Settled = Settings(bridge.Name!, subnets.Any(subnet => subnet.IsIpv6)),
        };
    }

    // With the spanning tree protocol the kernel makes it 2 s at least (IEEE 802.1D, table 17-1).
    private static TimeSpan Delay(BridgeDefinition bridge) =>
        TimeSpan.FromSeconds(Math.Max(bridge.ForwardDelay ?? 0, bridge.Stp ?? false ? ShortestTreeDelay : 0));

    // The host listens to no router among guests, and without a subnet of IPv6 it has no address there at all.
    private static IReadOnlyList<(string Name, int Value)> Settings(string bridge, bool ipv6) => ipv6
        ? [($"ipv6/conf/{bridge}/disable_ipv6", 0), ($"ipv6/conf/{bridge}/accept_ra", 0), ($"ipv6/conf/{bridge}/autoconf", 0)]
        : [($"ipv6/conf/{bridge}/disable_ipv6", 1)];

    private static PlannedRoute Route(RouteDefinition route) =>
        IPNetwork.TryParse(route.Destination, out var destination) && IPAddress.TryParse(route.Gateway, out var gateway)
            ? new PlannedRoute(destination, gateway, route.Metric ?? 0)
            : throw new LodgeException(
                ErrorCode.InvalidArgument, $"The route to '{route.Destination}' over '{route.Gateway}' cannot be read.", "Write a network such as 10.1.0.0/16, and a guest's address.");
}
