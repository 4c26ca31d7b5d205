using System.Net.Sockets;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>How addresses are translated on the way out, and how large packets may be.</summary>
internal static class TranslationValidator
{
    private const int PortLimit = 65_535;

    public static void Check(NetworkDefinition definition, Place root)
    {
        var hasIpv6 = definition.Subnets.Any(subnet => Subnets.Parse(subnet.Address)?.Address.AddressFamily == AddressFamily.InterNetworkV6);
        root.Range("mtu", definition.Mtu, 68, 65_535);
        root.AddIf(
            definition.Mtu is >= 68 and < 1280 && (hasIpv6 || definition.GuestIpv6 == true), "mtu", $"must be 1280 or more with IPv6, and is {definition.Mtu}");
        root.AddIf(hasIpv6 && definition.GuestIpv6 == false, "guestIpv6", "must not be false in a network with an IPv6 subnet; leave it out");
        if (definition.Nat is not { } nat)
        {
            return;
        }

        var place = root.In("nat");
        place.Range("firstPort", nat.FirstPort, 1, PortLimit);
        place.Range("lastPort", nat.LastPort, 1, PortLimit);
        place.AddIf((nat.LastPort ?? PortLimit) < (nat.FirstPort ?? 1024), "lastPort", $"must not be below the first port, {nat.FirstPort ?? 1024}, and is {nat.LastPort}");
        place.AddIf(nat.Ipv6 == true && !hasIpv6, "ipv6", "is true, and the network has no IPv6 subnet");
        CheckAddresses(nat.Addresses, place.In("addresses"));
    }

    private static void CheckAddresses(AddressRange? range, Place place)
    {
        if (range is null || place.Address("start", range.Start) is not { } start || place.Address("end", range.End) is not { } end)
        {
            return;
        }

        place.Only(false, "addresses that are lent", ("leaseSeconds", range.LeaseSeconds));
        place.AddIf(start.AddressFamily != end.AddressFamily, "end", $"must be of the same address family as the start, {start}, and is {end}");
        place.AddIf(start.AddressFamily == end.AddressFamily && Subnets.Compare(start, end) > 0, "end", $"must not be below the start, {start}, and is {end}");
        place.AddIf(start.AddressFamily != AddressFamily.InterNetwork, "start", $"must be an IPv4 address, and is {start}");
    }
}
