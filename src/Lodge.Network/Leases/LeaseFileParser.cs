using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lodge.Model.Networks;
using Lodge.Network.Planning;

namespace Lodge.Network.Leases;

/// <summary>
/// Reads dnsmasq's file of leases. A line of IPv4 holds: end (seconds since 1970, 0: never), MAC address, address, name or
/// <c>*</c>, client id or <c>*</c>. After a line <c>duid …</c> come those of IPv6, with the identity association in place of
/// the MAC address and the DUID in place of the client id. Lines that are anything else are passed over: dnsmasq may be in
/// the middle of writing. Pure.
/// </summary>
internal static class LeaseFileParser
{
    private const int Fields = 5;
    private const string None = "*";
    private const string ServerId = "duid";

    /// <summary>All leases, in the file's order.</summary>
    /// <param name="text">The file.</param>
    /// <param name="network">The network.</param>
    /// <param name="subnets">Its subnets, for the length of the prefix.</param>
    public static IReadOnlyList<DhcpLease> Parse(string text, Guid network, IReadOnlyList<HostSubnet> subnets) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Line(line, network, subnets)).OfType<DhcpLease>()];

    private static DhcpLease? Line(string line, Guid network, IReadOnlyList<HostSubnet> subnets)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < Fields || fields[0] == ServerId
            || !long.TryParse(fields[0], CultureInfo.InvariantCulture, out var end) || !IPAddress.TryParse(fields[2], out var address))
        {
            return null;
        }

        var ipv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var client = fields[4] == None ? null : fields[4];
        return new DhcpLease
        {
            Network = network,
            Address = address.ToString(),
            Prefix = subnets.FirstOrDefault(subnet => subnet.Network.Contains(address))?.PrefixLength ?? (ipv6 ? 128 : 32),
            Mac = ipv6 ? DuidMac.Of(client) ?? "" : Mac(fields[1]),
            Expires = end == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(end),
            Name = fields[3] == None ? null : fields[3],
            ClientId = client,
            Iaid = ipv6 && long.TryParse(fields[1].TrimStart('T'), CultureInfo.InvariantCulture, out var association) ? association : null,
        };
    }

    // Before an address that is not Ethernet's stands the kind of hardware: 06-00:11:…
    private static string Mac(string text) => text[(text.IndexOf('-', StringComparison.Ordinal) + 1)..];
}
