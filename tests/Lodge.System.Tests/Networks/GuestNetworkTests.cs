using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Lodge.Model.Errors;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Networks;

namespace Lodge.System.Tests.Networks;

/// <summary>Two guests on a NAT network of a host that is all Lodge's.</summary>
public sealed partial class GuestNetworkTests(NetworkFixture fixture) : IClassFixture<NetworkFixture>
{
    private const int ServicePort = 7000;

    [Fact]
    public async Task Guests_have_leases_and_names_that_guests_and_host_know()
    {
        SkipIfNone();
        var leases = await fixture.DoneAsync("network", "leases", "lab");
        var (web, db) = (AddressIn(leases, "web"), AddressIn(leases, "db"));
        Assert.NotEqual(web, db);
        Assert.Matches($@"(?m)^web +running .* {Regex.Escape(web)}\b", await fixture.DoneAsync("list"));
        Assert.Matches($@"(?m)^net0 .* network lab .* vnet\d+ +{Regex.Escape(web)}/24 +lease", await fixture.DoneAsync("nic", "list", "web"));

        Assert.Contains("1 packets received", await fixture.Web.RunAsync("ping -c 1 -W 10 db"), StringComparison.Ordinal);
        Assert.Contains(db, await fixture.Web.RunAsync("nslookup db.lab.example.org"), StringComparison.Ordinal);
        await Soon.HoldsAsync(
            async () => (await fixture.Db.RunAsync("nslookup web.lab.lodge.internal 2>&1 || true")).Contains(web, StringComparison.Ordinal), "web has a second name");
    }

    [Fact]
    public async Task Guests_make_ipv6_addresses_of_what_the_host_announces()
    {
        SkipIfNone();
        await Soon.HoldsAsync(
            async () => (await fixture.Web.RunAsync("ip -6 addr show dev eth0 scope global || true")).Contains("fd00:7:", StringComparison.Ordinal), "web has an IPv6 address");
        Assert.Contains("1 packets received", await fixture.Web.RunAsync("ping -6 -c 1 -W 10 fd00:7::1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guests_reach_the_internet_with_the_hosts_address()
    {
        SkipIfNone();
        await AskTheWorldAsync();
    }

    [Fact]
    public async Task Port_of_the_host_leads_to_a_guest_as_long_as_it_is_forwarded()
    {
        SkipIfNone();
        await fixture.Web.RunAsync($"nc -ll -p {ServicePort} -e echo hello from web > /dev/null 2>&1 < /dev/null &");
        Assert.Null(await Outside.HearAsync(fixture.Host.Internet, NetworkedHost.HostAddress, 2222));

        await fixture.DoneAsync("network", "forward", "add", "lab", "2222", $"web:{ServicePort}");
        await Soon.HoldsAsync(async () => await HearAsync() == "hello from web", "the internet reaches web");
        Assert.Contains("2222/tcp", await fixture.DoneAsync("network", "forward", "list", "lab"), StringComparison.Ordinal);

        await fixture.DoneAsync("network", "forward", "remove", "lab", "2222");
        Assert.Null(await HearAsync());

        Task<string?> HearAsync() => Outside.HearAsync(fixture.Host.Internet, NetworkedHost.HostAddress, 2222);
    }

    [Fact]
    public async Task Real_firewalld_keeps_leases_from_guests_until_what_is_told_is_typed()
    {
        SkipIfNone();
        const string AskForLease = "udhcpc -f -n -q -t 3 -T 1 -i eth0 2>&1 || true";
        await using var firewalld = await RealFirewalld.StartAsync(fixture.Host);
        Assert.DoesNotContain("lease of 10.7.0.", await fixture.Web.RunAsync(AskForLease), StringComparison.Ordinal);
        var told = await fixture.DoneAsync("network", "info", "lab");
        Assert.Contains("(firewalld) drops requests for an address (DHCP)", told, StringComparison.Ordinal);

        // It lets out by an interface of a zone whatever no other zone has.
        Assert.DoesNotContain("what guests send out", told, StringComparison.Ordinal);
        await AskTheWorldAsync();

        foreach (var command in FirewallCommand().Matches(told).Select(match => match.Groups[1].Value).Distinct())
        {
            await firewalld.TypeAsync(command);
        }

        Assert.DoesNotContain("firewalld", await fixture.DoneAsync("network", "info", "lab"), StringComparison.Ordinal);
        Assert.Contains("lease of 10.7.0.", await fixture.Web.RunAsync(AskForLease), StringComparison.Ordinal);
        await AskTheWorldAsync();
        await fixture.DoneAsync("network", "forward", "add", "lab", "2323", $"db:{ServicePort}");
        await fixture.Db.RunAsync($"nc -ll -p {ServicePort} -e echo hello from db > /dev/null 2>&1 < /dev/null &");
        await Soon.HoldsAsync(
            async () => await Outside.HearAsync(fixture.Host.Internet, NetworkedHost.HostAddress, 2323) == "hello from db", "the internet reaches db");
        await fixture.DoneAsync("network", "forward", "remove", "lab", "2323");
    }

    [Fact]
    public async Task Card_comes_on_an_isolated_network_that_leads_nowhere_and_goes_again()
    {
        SkipIfNone();
        await fixture.DoneAsync("network", "create", "backend", "--mode", "isolated", "--subnet", "10.8.0.1/24");
        await fixture.DoneAsync("nic", "add", "db", "--network", "backend");
        await Soon.HoldsAsync(
            async () => (await fixture.Db.RunAsync("ip addr show dev eth1 || true")).Contains("inet 10.8.0.", StringComparison.Ordinal), "db has an address on backend");
        Assert.Contains("1 packets received", await fixture.Db.RunAsync("ping -c 1 -W 10 10.8.0.1"), StringComparison.Ordinal);

        // Even a guest that knows the way is not let through.
        await fixture.Db.RunAsync($"ip route add {NetworkedHost.ServerAddress} via 10.8.0.1 dev eth1");
        Assert.Contains("0 packets received", await fixture.Db.RunAsync($"ping -c 1 -W 2 {NetworkedHost.ServerAddress} || true"), StringComparison.Ordinal);
        Assert.Contains("db (", (await fixture.Daemon.LodgeAsync("network", "delete", "backend")).Errors, StringComparison.Ordinal);

        var card = Regex.Match(await fixture.DoneAsync("nic", "list", "db"), @"(?m)^(\S+) .* network backend").Groups[1].Value;
        await fixture.DoneAsync("nic", "remove", "db", card, "--timeout", "1m");
        Assert.Contains("eth0", await fixture.Db.RunAsync("ls /sys/class/net"), StringComparison.Ordinal);
        Assert.DoesNotContain("eth1", await fixture.Db.RunAsync("ls /sys/class/net"), StringComparison.Ordinal);
        await fixture.DoneAsync("network", "delete", "backend");
    }

    [Fact]
    public async Task Guest_goes_on_talking_while_the_daemon_is_killed_and_comes_back()
    {
        SkipIfNone();
        await fixture.Web.RunAsync($"ping -c 10 {NetworkedHost.ServerAddress} > /tmp/ping 2>&1 < /dev/null &");
        await fixture.Daemon.CrashAsync();
        await fixture.Daemon.StartAgainAsync();
        await Soon.HoldsAsync(PingsAreOverAsync, "the pings are over");
        Assert.Contains("10 packets received, 0% packet loss", await fixture.Web.RunAsync("cat /tmp/ping"), StringComparison.Ordinal);

        var list = await fixture.DoneAsync("network", "list");
        Assert.Matches(@"(?m)^lab +nat +running +yes +lodge\d+ +10\.7\.0\.1/24 +2\b", list);
        Assert.DoesNotContain("repair", list, StringComparison.Ordinal);
        Assert.Contains("lacked nothing", await fixture.DoneAsync("network", "repair", "lab"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cable_and_limits_of_a_card_change_while_the_guest_runs()
    {
        SkipIfNone();
        await fixture.DoneAsync("nic", "set", "web", "net0", "--link", "down");
        Assert.Contains("0 packets received", await fixture.Web.RunAsync("ping -c 1 -W 2 10.7.0.1 || true"), StringComparison.Ordinal);
        await fixture.DoneAsync("nic", "set", "web", "net0", "--link", "up");

        // The guest sees the cable only a while after it is in again.
        Assert.Contains("1 packets received", await fixture.Web.RunAsync("until ping -c 1 -W 1 10.7.0.1 > /tmp/in; do sleep 0.2; done; cat /tmp/in"), StringComparison.Ordinal);

        // Nothing is said of how fast it is without a limit, on a machine that has much else to do.
        await fixture.DoneAsync("nic", "set", "web", "net0", "--inbound", "256K,burst=16K");
        Assert.InRange(await FetchAsync(512 << 10), TimeSpan.FromSeconds(1.5), TimeSpan.FromMinutes(1));
        await fixture.DoneAsync("nic", "set", "web", "net0", "--inbound", "none");
    }

    private async Task AskTheWorldAsync()
    {
        using var server = Outside.Listen(fixture.Host.Internet, NetworkedHost.ServerAddress);
        var asked = Outside.ServeAsync(server, "the world"u8.ToArray());
        Assert.Equal("the world", await fixture.Web.RunAsync($"wget -qO- http://{server.LocalEndpoint}/"));
        Assert.Equal(NetworkedHost.HostAddress, await asked);
    }

    private async Task<bool> PingsAreOverAsync()
    {
        try
        {
            return (await fixture.Web.RunAsync("cat /tmp/ping")).Contains("packet loss", StringComparison.Ordinal);
        }
        catch (LodgeException)
        {
            return false; // The new daemon answers before it has taken the guest over.
        }
    }

    private async Task<TimeSpan> FetchAsync(int bytes)
    {
        using var server = Outside.Listen(fixture.Host.Internet, NetworkedHost.ServerAddress);
        var asked = Outside.ServeAsync(server, new byte[bytes]);
        var watch = Stopwatch.StartNew();
        var got = await fixture.Web.RunAsync($"wget -qO- http://{server.LocalEndpoint}/ | wc -c");
        await asked;
        Assert.Equal(bytes.ToString(CultureInfo.InvariantCulture), got);
        return watch.Elapsed;
    }

    private static string AddressIn(string leases, string name)
    {
        var match = Regex.Match(leases, $@"(?m)^(10\.7\.0\.\d+)/24 .* {name} ");
        Assert.True(match.Success, leases);
        Assert.True(IPAddress.TryParse(match.Groups[1].Value, out _));
        return match.Groups[1].Value;
    }

    private static void SkipIfNone() => Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");

    [GeneratedRegex("'(firewall-cmd [^']+)'")]
    private static partial Regex FirewallCommand();
}
