using Lodge.Engine.Ports;
using Lodge.Model.Networks;
using Lodge.Network.Leases;
using Lodge.Network.Planning;

namespace Lodge.Network.Tests.Leases;

public sealed class LeaseFileParserTests
{
    // As dnsmasq 2.90 wrote it, and two lines that it was in the middle of.
    private const string File =
        "1764000000 52:54:00:12:34:56 192.168.122.50 web 01:52:54:00:12:34:56\n" +
        "0 06-52:54:00:12:34:57 192.168.122.51 * *\n" +
        "duid 00:01:00:01:2e:aa:bb:cc:52:54:00:00:00:01\n" +
        "1764000100 1193046 fd12::100 web 00:01:00:01:2e:00:11:22:52:54:00:12:34:56\n" +
        "1764000100 T7 fd12::101 * 00:02:00:00:ab:11:ef:c5\n" +
        "1764000200 52:54:00:12:34:58 192.168.1\n" +
        "17640";

    private static readonly Guid s_network = Guid.Parse("4e2f4b0a-7a35-44b5-9b5e-2f7d3c1a0002");

    private static readonly IReadOnlyList<HostSubnet> s_subnets = HostSubnet.All(
        new NetworkDefinition([new SubnetDefinition { Address = "192.168.122.1/24" }, new SubnetDefinition { Address = "fd12::1/64" }]) { Name = "x" });

    [Fact]
    public void Leases_of_both_kinds_are_read_and_halves_of_lines_are_not()
    {
        var leases = LeaseFileParser.Parse(File, s_network, s_subnets);
        Assert.Equal(
        [
            new DhcpLease
            {
                Network = s_network, Address = "192.168.122.50", Prefix = 24, Mac = "52:54:00:12:34:56", Name = "web",
                Expires = DateTimeOffset.FromUnixTimeSeconds(1764000000), ClientId = "01:52:54:00:12:34:56",
            },
            new DhcpLease { Network = s_network, Address = "192.168.122.51", Prefix = 24, Mac = "52:54:00:12:34:57" },
            new DhcpLease
            {
                Network = s_network, Address = "fd12::100", Prefix = 64, Mac = "52:54:00:12:34:56", Name = "web", Iaid = 1193046,
                Expires = DateTimeOffset.FromUnixTimeSeconds(1764000100), ClientId = "00:01:00:01:2e:00:11:22:52:54:00:12:34:56",
            },
            new DhcpLease
            {
                Network = s_network, Address = "fd12::101", Prefix = 64, Mac = "", Iaid = 7,
                Expires = DateTimeOffset.FromUnixTimeSeconds(1764000100), ClientId = "00:02:00:00:ab:11:ef:c5",
            },
        ], leases);
    }

    [Fact]
    public void Difference_tells_who_came_who_stayed_longer_and_who_left()
    {
        var before = LeaseFileParser.Parse("10 52:54:00:00:00:01 192.168.122.2 a *\n10 52:54:00:00:00:02 192.168.122.3 b *\n10 52:54:00:00:00:03 192.168.122.4 c *\n", s_network, s_subnets);
        var after = LeaseFileParser.Parse("20 52:54:00:00:00:01 192.168.122.2 a *\n10 52:54:00:00:00:02 192.168.122.3 b *\n20 52:54:00:00:00:04 192.168.122.4 d *\n", s_network, s_subnets);
        Assert.Equal(
        [
            new LeaseEnded(s_network, before[2]),
            new LeaseGiven(s_network, after[0]),
            new LeaseGiven(s_network, after[2]),
        ], LeaseDifference.Between(before, after));
        Assert.Empty(LeaseDifference.Between(after, after));
    }
}
