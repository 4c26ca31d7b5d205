using System.Net;
using System.Net.Sockets;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>Addresses that guests get: ranges, how long they are lent, and what is booted from.</summary>
internal static class DhcpValidator
{
    private const long ShortestLease = 120;
    private const long LongestLease = uint.MaxValue;
    private const int LargestRangeBits = 16;
    private const int SlaacPrefix = 64;

    public static void Check(NetworkDefinition definition, Place root)
    {
        foreach (var (place, subnet) in root.Each("subnets", definition.Subnets))
        {
            if (subnet.Dhcp is { } dhcp && Subnets.Parse(subnet.Address) is var (host, network))
            {
                var at = place.In("dhcp");
                CheckRanges(dhcp, host, network, at);
                at.Lease("leaseSeconds", dhcp.LeaseSeconds);
                at.Printable("bootFile", dhcp.BootFile, 127, least: 1);
                at.AddIf(dhcp is { BootServer: not null, BootFile: null }, "bootServer", "is given without 'bootFile'");
                at.AddIf(
                    host.AddressFamily == AddressFamily.InterNetworkV6 && network.PrefixLength < SlaacPrefix,
                    "",
                    $"is served over IPv6 in subnets with a prefix of {SlaacPrefix} bits or more only, and {network} has {network.PrefixLength}");
            }
        }
    }

    /// <summary>How long an address is lent, in seconds.</summary>
    public static void Lease(this Place place, string field, long? seconds) => place.AddIf(
        seconds is not (null or 0 or (>= ShortestLease and <= LongestLease)),
        field,
        $"must be 0 for ever, or {ShortestLease} to {LongestLease}, and is {seconds}");

    private static void CheckRanges(DhcpDefinition dhcp, IPAddress host, IPNetwork network, Place place)
    {
        var known = new List<(string Path, IPAddress Start, IPAddress End)>();
        foreach (var (at, range) in place.Each("ranges", dhcp.Ranges))
        {
            at.Lease("leaseSeconds", range.LeaseSeconds);
            if (CheckEnds(range, network, at) is not var (start, end))
            {
                continue;
            }

            at.AddIf(Between(host, start, end), "", $"contains the host's own address, {host}");
            foreach (var (path, first, last) in known)
            {
                at.AddIf(Subnets.Compare(start, last) <= 0 && Subnets.Compare(first, end) <= 0, "", $"overlaps with {path}");
            }

            known.Add((at.Path, start, end));
        }
    }

    private static (IPAddress Start, IPAddress End)? CheckEnds(AddressRange range, IPNetwork network, Place place)
    {
        if (place.AddressIn("start", range.Start, network) is not { } start || place.AddressIn("end", range.End, network) is not { } end)
        {
            return null;
        }

        if (Subnets.Compare(start, end) > 0)
        {
            place.Add("end", $"must not be below the start, {start}, and is {end}");
            return null;
        }

        if (!SharesUpperBits(start, end))
        {
            place.Add("", $"may have at most {1 << LargestRangeBits} addresses");
            return null;
        }

        return (start, end);
    }

    private static bool Between(IPAddress address, IPAddress start, IPAddress end) =>
        Subnets.Compare(start, address) <= 0 && Subnets.Compare(address, end) <= 0;

    // At most 65,536 addresses, for either family.
    private static bool SharesUpperBits(IPAddress start, IPAddress end)
    {
        var (a, b) = (new System.Numerics.BigInteger(start.GetAddressBytes(), isUnsigned: true, isBigEndian: true), new System.Numerics.BigInteger(end.GetAddressBytes(), isUnsigned: true, isBigEndian: true));
        return b - a < 1 << LargestRangeBits;
    }
}
