using System.Net;
using System.Net.Sockets;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>The host's addresses in a network, and what is served around them.</summary>
internal static class SubnetValidator
{
    private const int SubnetLimit = 64;

    public static void Check(NetworkDefinition definition, Place root)
    {
        root.AddIf(definition.Subnets.Count > SubnetLimit, "subnets", $"may have at most {SubnetLimit} entries, and has {definition.Subnets.Count}");
        var known = new List<(string Path, IPNetwork Network)>();
        var served = new HashSet<AddressFamily>();
        foreach (var (place, subnet) in root.Each("subnets", definition.Subnets))
        {
            if (CheckAddress(subnet, place) is not { } parsed)
            {
                continue;
            }

            foreach (var (path, other) in known)
            {
                place.AddIf(Meet(other, parsed.Network), "address", $"overlaps with {path}: {subnet.Address}");
            }

            known.Add((place.Path, parsed.Network));
            CheckServices(subnet, parsed.Address, place);
            place.AddIf(
                subnet.Dhcp is not null && !served.Add(parsed.Address.AddressFamily),
                "dhcp",
                $"is given, and another IPv{(parsed.Address.AddressFamily == AddressFamily.InterNetwork ? 4 : 6)} subnet has it already; one can have it");
        }
    }

    private static (IPAddress Address, IPNetwork Network)? CheckAddress(SubnetDefinition subnet, Place place)
    {
        if (Subnets.Parse(subnet.Address) is not { } parsed)
        {
            place.Add("address", $"must be an address with a prefix, such as 192.168.122.1/24, and is '{subnet.Address}'");
            return null;
        }

        if (WhyNotOfHost(parsed.Address, parsed.Network) is { } problem)
        {
            place.Add("address", problem);
            return null;
        }

        return parsed;
    }

    // RFC 1122, 3.2.1.3, and RFC 4291, 2.6.1 and 2.7: who cannot be a host.
    private static string? WhyNotOfHost(IPAddress address, IPNetwork network)
    {
        var bits = Subnets.Bits(address);
        var first = address.GetAddressBytes()[0];
        var isIpv4 = bits == 32;
        if (IPAddress.IsLoopback(address) || (isIpv4 && first is 0 or 127 or >= 224) || (!isIpv4 && (first == 0xff || address.Equals(IPAddress.IPv6Any))))
        {
            return $"must be an address that hosts can have, and is {address}";
        }

        if (!isIpv4 && address.IsIPv6LinkLocal)
        {
            return $"must not be an address of the link ({address}): each interface has one anyway";
        }

        if (network.PrefixLength < 8)
        {
            return $"must have a prefix of 8 bits or more, and has {network.PrefixLength}";
        }

        if (network.PrefixLength >= bits - 1)
        {
            return null; // RFC 3021 and RFC 6164: two addresses, both of hosts.
        }

        return address.Equals(network.BaseAddress) ? $"must be an address of the host, and is that of the network, {network}"
            : isIpv4 && address.Equals(Subnets.Last(network)) ? $"must be an address of the host, and is that for broadcasts in {network}"
            : null;
    }

    private static void CheckServices(SubnetDefinition subnet, IPAddress host, Place place)
    {
        place.Only(host.AddressFamily == AddressFamily.InterNetwork, "IPv4", ("tftpRoot", subnet.TftpRoot));
        place.AbsolutePath("tftpRoot", subnet.TftpRoot);
    }

    private static bool Meet(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);
}
