using System.Globalization;
using System.Net;
using System.Numerics;
using Lodge.Model.Networks;

namespace Lodge.Network.Planning.Dnsmasq;

/// <summary>Addresses: what dnsmasq lends by DHCP and tells in router advertisements. Pure.</summary>
internal static class DhcpOptions
{
    private const int UsualMostLeases = 1000;
    private const int MostLeases = 1_000_000;
    private const long UsualLeaseSeconds = 3600;
    private const int AutonomousPrefix = 64;

    /// <summary>Lines of the configuration.</summary>
    public static IEnumerable<string> Lines(NetworkDefinition network, IReadOnlyList<HostSubnet> subnets, DnsmasqFiles files)
    {
        var isolated = network.Mode == NetworkMode.Isolated;
        var (ipv4, ipv6) = (subnets.Where(subnet => !subnet.IsIpv6 && subnet.Definition.Dhcp is not null).ToList(), subnets.Where(subnet => subnet.IsIpv6).ToList());
        var ranges = subnets.SelectMany(subnet => subnet.IsIpv6 ? Ipv6Ranges(subnet) : Ipv4Ranges(subnet)).ToList();
        return
        [
            .. ranges,
            .. ranges.Count == 0 ? (string[])[] :
            [
                "dhcp-no-override",
                "dhcp-authoritative",

                // It would look for three seconds whether an address is in use before it lends it, and keep each guest waiting.
                "no-ping",
                $"dhcp-leasefile={files.Leases}",
                $"dhcp-hostsfile={files.Reservations}",
                string.Create(CultureInfo.InvariantCulture, $"dhcp-lease-max={MostOf(subnets)}"),
            ],
            .. ipv6.Count > 0 ? ["enable-ra"] : (string[])[],
            .. ipv4.Count > 0 && network.Mtu is { } mtu ? [string.Create(CultureInfo.InvariantCulture, $"dhcp-option=option:mtu,{mtu}")] : (string[])[],

            // Nobody takes an isolated guest further: it is told of no router.
            .. isolated && ipv4.Count > 0 ? ["dhcp-option=option:router"] : (string[])[],
            .. isolated && ipv6.Count > 0 ? [$"ra-param={network.Bridge!.Name},0,0"] : (string[])[],
            .. subnets.SelectMany(Booting),
        ];
    }

    /// <summary>The file of reserved addresses.</summary>
    public static string Reservations(IReadOnlyList<HostSubnet> subnets) => new DnsmasqLines()
        .AddAll(subnets.SelectMany(subnet => (subnet.Definition.Dhcp?.Reservations ?? []).Select(reservation => Reservation(subnet, reservation))))
        .ToString();

    private static string Reservation(HostSubnet subnet, DhcpReservation reservation) => string.Join(',',
    [
        .. reservation.Mac is { } mac ? [mac] : (string[])[],
        .. reservation.Duid is { } duid ? [$"id:{duid}"] : (string[])[],
        subnet.IsIpv6 ? $"[{reservation.Address}]" : reservation.Address,
        .. reservation.Name is { } name ? [name] : (string[])[],
        .. (reservation.LeaseSeconds ?? subnet.Definition.Dhcp!.LeaseSeconds) is { } seconds ? [Time(seconds)] : (string[])[],
    ]);

    private static IEnumerable<string> Ipv4Ranges(HostSubnet subnet)
    {
        if (subnet.Definition.Dhcp is not { } dhcp)
        {
            return [];
        }

        var mask = Mask(subnet.PrefixLength);
        return dhcp.Ranges is { Count: > 0 } ranges
            ? ranges.Select(range => $"dhcp-range={range.Start},{range.End},{mask},{Time(range.LeaseSeconds ?? dhcp.LeaseSeconds)}")
            : [$"dhcp-range={subnet.Network.BaseAddress},static,{mask},{Time(dhcp.LeaseSeconds)}"];
    }

    // Where no addresses are lent, guests make up their own from the prefix, which must be 64 bits long for that (RFC 4862).
    private static IEnumerable<string> Ipv6Ranges(HostSubnet subnet)
    {
        var prefix = subnet.PrefixLength.ToString(CultureInfo.InvariantCulture);
        return subnet.Definition.Dhcp switch
        {
            { Ranges: { Count: > 0 } ranges } dhcp =>
                ranges.Select(range => $"dhcp-range={range.Start},{range.End},{prefix},{Time(range.LeaseSeconds ?? dhcp.LeaseSeconds)}"),
            { } dhcp => [$"dhcp-range={subnet.Network.BaseAddress},static,{prefix},{Time(dhcp.LeaseSeconds)}"],
            null when subnet.PrefixLength == AutonomousPrefix => [$"dhcp-range={subnet.Network.BaseAddress},ra-only,{prefix}"],
            null => [],
        };
    }

    private static IEnumerable<string> Booting(HostSubnet subnet) =>
    [
        .. subnet.Definition.TftpRoot is { } root ? ["enable-tftp", $"tftp-root={root}"] : (string[])[],
        .. subnet.Definition.Dhcp?.BootFile is { } file
            ? [subnet.Definition.Dhcp.BootServer is { } server ? $"dhcp-boot={file},,{server}" : $"dhcp-boot={file}"]
            : (string[])[],
    ];

    private static string Time(long? seconds) => (seconds ?? UsualLeaseSeconds) is var known && known == 0
        ? "infinite"
        : known.ToString(CultureInfo.InvariantCulture);

    private static IPAddress Mask(int prefixLength)
    {
        var bits = prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength);
        return new IPAddress([(byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]);
    }

    // dnsmasq's own limit, against floods, is 1,000.
    private static BigInteger MostOf(IReadOnlyList<HostSubnet> subnets)
    {
        var sum = subnets.SelectMany(subnet => subnet.Definition.Dhcp?.Ranges ?? [])
            .Aggregate(BigInteger.Zero, (all, range) => all + Number(range.End) - Number(range.Start) + 1);
        return BigInteger.Min(BigInteger.Max(sum, UsualMostLeases), MostLeases);
    }

    private static BigInteger Number(string address) =>
        new(IPAddress.Parse(address).GetAddressBytes(), isUnsigned: true, isBigEndian: true);
}
