using System.Net;
using Lodge.Model.Networks;
using Lodge.Network.Dnsmasq;
using Lodge.Network.Tests.Support;

namespace Lodge.Network.Tests.Dnsmasq;

/// <summary>What systemd-resolved is told, which none of our machines has.</summary>
public sealed class HostResolverTests
{
    private static readonly IPAddress[] s_servers = [IPAddress.Parse("10.97.1.1"), IPAddress.Parse("fd97::1")];

    [Fact]
    public void Resolver_is_told_of_the_networks_servers_for_its_domain_only() => Assert.Equal(
        ["dns lodge0 10.97.1.1 fd97::1", "domain lodge0 ~lab.lodge.internal"],
        Lines(Nets.Lending("Lab") with { Domain = new DomainName { Name = "lab.example.org" } }));

    [Fact]
    public void Domain_of_the_networks_own_is_told_where_it_is_to_be_registered() => Assert.Equal(
        "domain lodge0 ~lab.lodge.internal ~lab.example.org",
        Lines(Nets.Lending("lab") with { Domain = new DomainName { Name = "lab.example.org", Register = true } })[1]);

    private static List<string> Lines(NetworkDefinition network) => [.. HostResolver.Commands(network, "lodge0", s_servers).Select(command => string.Join(' ', command))];
}
