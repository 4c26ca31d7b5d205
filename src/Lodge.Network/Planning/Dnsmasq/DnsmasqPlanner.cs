using Lodge.Model.Networks;

namespace Lodge.Network.Planning.Dnsmasq;

/// <summary>Writes what a network's dnsmasq is told. Pure. Source of the options: dnsmasq(8).</summary>
internal static class DnsmasqPlanner
{
    /// <summary>The domain below which the host finds all guests.</summary>
    public const string HostDomain = "lodge.internal";

    /// <summary>The domain in which the host finds a network's guests.</summary>
    public static string HostDomainOf(NetworkDefinition network) => $"{network.Name.ToLowerInvariant()}.{HostDomain}";

    /// <summary>The plan; null when nothing is served.</summary>
    public static DnsmasqPlan? Plan(NetworkDefinition network, IReadOnlyList<HostSubnet> subnets, DnsmasqFiles files, string user)
    {
        if (subnets.Count == 0 || !(AnswersNames(network) || subnets.Any(subnet => subnet.IsIpv6 || subnet.Definition.Dhcp is not null || subnet.Definition.TftpRoot is not null)))
        {
            return null;
        }

        return new DnsmasqPlan(
            files,
            Configuration(network, subnets, files, user),
            DhcpOptions.Reservations(subnets),
            NameOptions.Hosts(network),
            AnswersNames(network) && network.Domain is not null ? HostDomainOf(network) : null,
            [.. subnets.Select(subnet => subnet.Definition.TftpRoot).OfType<string>()],
            AnswersNames(network) ? [.. subnets.Select(subnet => subnet.Address)] : []);
    }

    private static string Configuration(NetworkDefinition network, IReadOnlyList<HostSubnet> subnets, DnsmasqFiles files, string user) =>
        new DnsmasqLines()
            .Add("# Lodge writes this file, and writes it again when the network changes.")
            .Add($"interface={network.Bridge!.Name}")
            .Add("except-interface=lo")
            .Add("bind-dynamic")
            .Add($"pid-file={files.ProcessId}")
            .Add("log-facility=-")
            .Add("quiet-dhcp")
            .Add("quiet-dhcp6")
            .Add("quiet-ra")
            .Add($"user={user}")
            .AddAll(AnswersNames(network) ? NameOptions.Lines(network, subnets, files) : ["port=0"])
            .AddAll(DhcpOptions.Lines(network, subnets, files))
            .ToString();

    private static bool AnswersNames(NetworkDefinition network) => network.Dns?.Enabled ?? true;
}
