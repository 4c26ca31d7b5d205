using System.Globalization;
using System.Net;
using Lodge.Model.Networks;

namespace Lodge.Network.Planning.Dnsmasq;

/// <summary>Names: what dnsmasq answers itself, and whom it asks for the rest. Pure.</summary>
internal static class NameOptions
{
    private const int LongestText = 255; // RFC 1035, section 3.3.14: a text is a row of strings of at most this many bytes.

    /// <summary>Lines of the configuration.</summary>
    public static IEnumerable<string> Lines(NetworkDefinition network, IReadOnlyList<HostSubnet> subnets, DnsmasqFiles files)
    {
        var dns = network.Dns ?? new DnsDefinition();
        var domain = DomainOf(network);
        return
        [
            "no-hosts",
            $"addn-hosts={files.Hosts}",
            "expand-hosts",
            $"domain={domain}",
            $"local=/{DnsmasqPlanner.HostDomainOf(network)}/",
            .. network.Domain is { LocalOnly: true } own ? [$"local=/{own.Name}/"] : (string[])[],
            .. dns.ForwardPlainNames == false ? ["domain-needed"] : (string[])[],
            .. subnets.Where(subnet => subnet.Definition.LocalPtr == true).Select(subnet => $"local=/{ReverseZone(subnet)}/"),
            .. AsksNobody(network, dns) ? ["no-resolv"] : (string[])[],
            .. (dns.Forwarders ?? []).Select(Forwarder),
            .. (dns.Services ?? []).Select(service => Service(service, domain)),
            .. (dns.Texts ?? []).Select(Text),
        ];
    }

    /// <summary>The file of addresses with names.</summary>
    public static string Hosts(NetworkDefinition network) =>
        new DnsmasqLines().AddAll((network.Dns?.Hosts ?? []).Select(host => $"{host.Address} {string.Join(' ', host.Names)}")).ToString();

    /// <summary>The domain that guests' names are in.</summary>
    public static string DomainOf(NetworkDefinition network) => network.Domain?.Name ?? DnsmasqPlanner.HostDomainOf(network);

    // Guests of an isolated network get nothing from outside by way of names either.
    private static bool AsksNobody(NetworkDefinition network, DnsDefinition dns) =>
        network.Mode == NetworkMode.Isolated || (dns.Forwarders ?? []).Any(forwarder => forwarder.Domain is null);

    // Without an address the domain is one of dnsmasq's own.
    private static string Forwarder(DnsForwarder forwarder) =>
        forwarder.Domain is { } domain ? $"server=/{domain}/{forwarder.Address}" : $"server={forwarder.Address}";

    private static string Service(DnsService service, string domain)
    {
        var name = $"_{service.Service.TrimStart('_')}._{service.Protocol.TrimStart('_')}.{service.Domain ?? domain}";
        return service.Target is { } target
            ? string.Create(CultureInfo.InvariantCulture, $"srv-host={name},{target},{service.Port ?? 1},{service.Priority ?? 0},{service.Weight ?? 0}")
            : $"srv-host={name}";
    }

    private static string Text(DnsText text) =>
        string.Join(',', [$"txt-record={text.Name}", .. text.Value.Chunk(LongestText).Select(part => DnsmasqLines.Quoted(new string(part)))]);

    // Whole bytes (IPv4) or half bytes (IPv6) of the network's address, the last one first.
    private static string ReverseZone(HostSubnet subnet)
    {
        var bytes = subnet.Network.BaseAddress.GetAddressBytes();
        return subnet.IsIpv6
            ? $"{string.Join('.', Convert.ToHexStringLower(bytes)[..(subnet.PrefixLength / 4)].Reverse())}.ip6.arpa"
            : $"{string.Join('.', new IPAddress(bytes).ToString().Split('.')[..(subnet.PrefixLength / 8)].Reverse())}.in-addr.arpa";
    }
}
