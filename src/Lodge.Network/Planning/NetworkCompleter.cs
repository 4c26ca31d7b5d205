using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Network.Hosts;

namespace Lodge.Network.Planning;

/// <summary>Fills in what a definition leaves open and the host decides.</summary>
internal sealed class NetworkCompleter(NetworkPlace place, Marks marks)
{
    private const string BridgePrefix = "lodge";

    /// <summary>The complete definition.</summary>
    /// <exception cref="LodgeException">A name is taken, a subnet is in use on the host, an interface is missing.</exception>
    public NetworkDefinition Complete(NetworkDefinition network, IReadOnlyList<NetworkDefinition> others, bool flexible)
    {
        var links = place.Host.Links.List();
        if (!NetworkPlanner.MakesBridge(network.Mode))
        {
            ThrowIfMissing(network, links);
            return network;
        }

        var named = network with { Bridge = Bridge(network, others, links) };
        return WithFreeSubnets(named, others, links, flexible);
    }

    private BridgeDefinition Bridge(NetworkDefinition network, IReadOnlyList<NetworkDefinition> others, IReadOnlyList<NetworkLink> links)
    {
        var bridge = network.Bridge ?? new BridgeDefinition();
        var taken = links.Where(link => link.Note != marks.Bridge(network.Id)).Select(link => link.Name)
            .Concat(others.Select(other => other.Bridge?.Name).OfType<string>()).ToHashSet();
        if (bridge.Name is { } wanted && taken.Contains(wanted))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"The bridge of network '{network.Name}' cannot be named '{wanted}': an interface or another network has that name.",
                "Choose another name, or leave it out, so that Lodge takes a free one; for a bridge that the host has, use the mode 'bridge'.");
        }

        return bridge with
        {
            Name = bridge.Name ?? Enumerable.Range(0, int.MaxValue)
                .Select(number => BridgePrefix + number.ToString(CultureInfo.InvariantCulture)).First(name => !taken.Contains(name)),
            Mac = bridge.Mac ?? NewMac([.. others.Select(other => other.Bridge?.Mac).OfType<string>()]),
        };
    }

    private NetworkDefinition WithFreeSubnets(
        NetworkDefinition network, IReadOnlyList<NetworkDefinition> others, IReadOnlyList<NetworkLink> links, bool flexible)
    {
        var subnets = HostSubnet.All(network);
        var used = Used(network, others, links);
        for (var index = 0; index < subnets.Count; index++)
        {
            if (used.FirstOrDefault(one => HostSubnet.Overlap(one.Network, subnets[index].Network)) is { } conflict)
            {
                network = flexible && !subnets[index].IsIpv6
                    ? FreeSubnets.Move(network, index, FreeSubnets.Find([.. used.Select(one => one.Network), .. subnets.Select(one => one.Network)]))
                    : throw InUse(network, subnets[index], conflict);
            }
        }

        return flexible && subnets.Count == 0
            ? network with { Subnets = [FreeSubnets.Standard(FreeSubnets.Find([.. used.Select(one => one.Network)]))] }
            : network;
    }

    // The way to everywhere is no network in use, and what the network's own bridge has is its own.
    private List<UsedNetwork> Used(NetworkDefinition network, IReadOnlyList<NetworkDefinition> others, IReadOnlyList<NetworkLink> links)
    {
        var own = links.FirstOrDefault(link => link.Note == marks.Bridge(network.Id))?.Index ?? -1;
        var names = links.ToDictionary(link => link.Index, link => link.Name);
        return
        [
            .. place.Host.Routes.List().Where(route => route.Link != own && route.Destination.PrefixLength > 0 && !IsLocal(route.Destination.BaseAddress))
                .Select(route => new UsedNetwork(route.Destination, $"the host has a route to it by '{names.GetValueOrDefault(route.Link, "?")}'")),
            .. place.Host.Addresses.List().Where(address => address.Link != own && !IsLocal(address.Address))
                .Select(address => new UsedNetwork(HostSubnet.NetworkOf(address.Address, address.PrefixLength), $"interface '{names.GetValueOrDefault(address.Link, "?")}' of the host has the address {address.Address}")),
            .. others.SelectMany(other => HostSubnet.All(other).Select(subnet => new UsedNetwork(subnet.Network, $"network '{other.Name}' has it"))),
        ];
    }

    private static bool IsLocal(IPAddress address) => IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6Multicast;

    private static LodgeException InUse(NetworkDefinition network, HostSubnet subnet, UsedNetwork conflict) => new(
        ErrorCode.InvalidArgument,
        $"Network '{network.Name}' cannot have the subnet {subnet.Network}: {conflict.By}.",
        "Choose addresses that nothing uses; 'ip route' shows what the host knows.");

    private static void ThrowIfMissing(NetworkDefinition network, IReadOnlyList<NetworkLink> links)
    {
        if (network.Mode == NetworkMode.Bridge && links.FirstOrDefault(link => link.Name == network.Bridge?.Name) is { Bridge: null } other)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"Network '{network.Name}' cannot use '{other.Name}': it is an interface of the host, but no bridge.",
                $"Make a bridge over it with 'lodge network bridge-host {other.Name}', or use the mode 'macvtap'.");
        }
    }

    private static string NewMac(IReadOnlyList<string> taken)
    {
        while (true)
        {
            var bytes = RandomNumberGenerator.GetBytes(3);
            var mac = $"52:54:00:{bytes[0]:x2}:{bytes[1]:x2}:{bytes[2]:x2}";
            if (!taken.Contains(mac, StringComparer.OrdinalIgnoreCase))
            {
                return mac;
            }
        }
    }

    private sealed record UsedNetwork(IPNetwork Network, string By);
}
