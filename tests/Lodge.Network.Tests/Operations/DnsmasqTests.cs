using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Tests.Support;

namespace Lodge.Network.Tests.Operations;

/// <summary>Addresses and names, asked for by guests.</summary>
public sealed class DnsmasqTests
{
    private const string Mac = "52:54:00:00:00:01";
    private const string OtherMac = "52:54:00:00:00:02";

    [Fact]
    public async Task Dnsmasq_is_confined_and_leases_have_names_in_both_domains()
    {
        await using var host = HostUnderTest.Create();
        var runtime = await host.StartAsync(Nets.Lending() with { Domain = new DomainName { Name = "lab.example.org" } }, Cancellation);
        var status = (await File.ReadAllLinesAsync($"/proc/{runtime.DnsmasqProcessId}/status", Cancellation)).Select(line => line.Split('\t')).ToDictionary(line => line[0], line => line[1]);
        Assert.Equal("1", status["NoNewPrivs:"]);
        Assert.NotEqual("0", status["Uid:"]);
        Assert.True(runtime.DnsmasqConfined);
        Assert.Equal("00000000000034c1", status["CapBnd:"]); // CHOWN, SETUID, SETGID, NET_BIND_SERVICE, NET_ADMIN, NET_RAW

        var guest = host.AddGuest(runtime.Bridge!, Mac);
        var lease = await guest.LeaseAsync("web", Cancellation);
        Assert.Equal(lease[0], await guest.ResolveAsync("10.97.1.1", "web.lab.example.org", Cancellation));
        await host.WaitForAsync<LeaseGiven>(_ => true, Cancellation);
        string? found = null;
        for (var tries = 0; found is null && tries < 100; tries++)
        {
            found = await guest.ResolveAsync("10.97.1.1", "web.default.lodge.internal", Cancellation);
            await Task.Delay(50, Cancellation);
        }

        Assert.Equal(lease[0], found);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guest_gets_a_lease_and_is_found_by_name_and_a_reservation_holds()
    {
        await using var host = HostUnderTest.Create();
        var network = Nets.Lending() with { Mtu = 1400 };
        var runtime = await host.StartAsync(network, Cancellation);
        var guest = host.AddGuest(runtime.Bridge!, Mac);
        var lease = await guest.LeaseAsync("web", Cancellation);
        Assert.StartsWith("10.97.1.", lease[0], StringComparison.Ordinal);
        Assert.Equal(["24", "", "10.97.1.1", "1400"], lease.Skip(1));

        var given = await host.WaitForAsync<LeaseGiven>(_ => true, Cancellation);
        Assert.Equal((network.Id, lease[0], Mac, "web", 24), (given.Network, given.Lease.Address, given.Lease.Mac, given.Lease.Name, given.Lease.Prefix));
        Assert.Equal(given.Lease, Assert.Single(await host.Networks.ListLeasesAsync(runtime, Cancellation)));
        Assert.Equal(lease[0], await guest.ResolveAsync("10.97.1.1", "web.default.lodge.internal", Cancellation));
        Assert.Equal(lease[0], await guest.ResolveAsync("10.97.1.1", "web", Cancellation));
        Assert.Null(await guest.ResolveAsync("10.97.1.1", "nobody.default.lodge.internal", Cancellation));

        var subnet = runtime.Definition.Subnets[0];
        var wanted = runtime.Definition with
        {
            Subnets = [subnet with { Dhcp = subnet.Dhcp! with { Reservations = [new DhcpReservation { Address = "10.97.1.200", Mac = OtherMac, Name = "db" }] } }],
            Dns = new DnsDefinition { Hosts = [new DnsHost { Address = "10.97.1.201", Names = ["printer"] }] },
        };
        var changed = await host.Networks.ChangeAsync(runtime, wanted, Cancellation);
        Assert.Equal(runtime.DnsmasqProcessId, changed.DnsmasqProcessId);
        var other = host.AddGuest(runtime.Bridge!, OtherMac);
        Assert.Equal("10.97.1.200", (await other.LeaseAsync("whoever", Cancellation))[0]);
        Assert.Equal("10.97.1.201", await other.ResolveAsync("10.97.1.1", "printer", Cancellation));
        Assert.Equal("10.97.1.200", await other.ResolveAsync("10.97.1.1", "db", Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Guest_is_found_by_the_name_of_its_VM_whatever_it_calls_itself(bool belowPrivateFolder)
    {
        await using var host = HostUnderTest.Create();
        if (belowPrivateFolder)
        {
            File.SetUnixFileMode(host.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var runtime = await host.StartAsync(Nets.Lending(), Cancellation);
        var nic = new NicDefinition(new NetworkNicSource("default")) { Alias = "net0", Mac = Mac };
        var plug = await host.Networks.PlugAsync(new PlugRequest(Guid.NewGuid(), "db1", nic, 1, runtime), Cancellation);
        var guest = host.AddGuest(runtime.Bridge!, Mac);

        var lease = await guest.LeaseAsync("debian", Cancellation);
        Assert.Equal(lease[0], await guest.ResolveAsync("10.97.1.1", "db1", Cancellation));
        Assert.Equal(lease[0], await guest.ResolveAsync("10.97.1.1", "db1.default.lodge.internal", Cancellation));
        Assert.Equal("db1", (await host.WaitForAsync<LeaseGiven>(_ => true, Cancellation)).Lease.Name);
        await host.Networks.UnplugAsync(plug, Cancellation);
    }

    [Fact]
    public async Task Dnsmasq_that_dies_comes_back_with_its_leases()
    {
        await using var host = HostUnderTest.Create();
        var runtime = await host.StartAsync(Nets.Lending(), Cancellation);
        var guest = host.AddGuest(runtime.Bridge!, Mac);
        var lease = await guest.LeaseAsync("web", Cancellation);

        var news = await KillAsync(host, runtime);
        Assert.NotEqual(runtime.DnsmasqProcessId, news.Runtime.DnsmasqProcessId);
        Assert.Equal(lease[0], await guest.ResolveAsync("10.97.1.1", "web", Cancellation));
        Assert.Equal(lease[0], (await guest.LeaseAsync("web", Cancellation))[0]);
        Assert.Empty(await host.Networks.InspectAsync(news.Runtime, Cancellation));
        await KillAsync(host, news.Runtime);
    }

    [Fact]
    public async Task Dnsmasq_that_dies_after_the_daemon_came_again_comes_back_too()
    {
        await using var host = HostUnderTest.Create();
        var runtime = await host.StartAsync(Nets.Lending(), Cancellation);
        await host.RestartAsync();
        runtime = await host.Networks.StartAsync(runtime.Definition, Cancellation);
        var news = await KillAsync(host, runtime);
        await host.RestartAsync();
        Assert.Equal(news.Runtime.DnsmasqProcessId, Assert.Single(host.Networks.ReadRunning()).DnsmasqProcessId);
    }

    [Fact]
    public async Task Leases_outlive_the_boot_of_the_host_and_a_stop_and_go_with_the_network()
    {
        await using var host = HostUnderTest.Create();

        // One address to lend, so that the other guest could have no other.
        var network = Nets.Lending() is var plain && plain.Subnets[0] is var subnet
            ? plain with { Subnets = [subnet with { Dhcp = new DhcpDefinition { Ranges = [new AddressRange { Start = "10.97.1.10", End = "10.97.1.10" }] } }] } : plain;
        var runtime = await host.StartAsync(network, Cancellation);
        await host.AddGuest(runtime.Bridge!, Mac).LeaseAsync("web", Cancellation);
        await host.WaitForAsync<LeaseGiven>(_ => true, Cancellation);

        await host.BootAsync();
        var again = await host.Networks.StartAsync(runtime.Definition, Cancellation);
        Assert.Equal((Mac, "10.97.1.10"), (await host.Networks.ListLeasesAsync(again, Cancellation)).Select(lease => (lease.Mac, lease.Address)).Single());
        Assert.False(await host.AddGuest(again.Bridge!, OtherMac).TryLeaseAsync("db", 2, Cancellation));

        // With another subnet it has other leases.
        await host.Networks.StopAsync(again, Cancellation);
        var moved = await host.StartAsync(Nets.Lending(number: 2) with { Id = network.Id }, Cancellation);
        Assert.Empty(await host.Networks.ListLeasesAsync(moved, Cancellation));
        await host.Networks.StopAsync(moved, Cancellation);
        Assert.Single(host.Kept());
        await host.Networks.ForgetAsync(network.Id, Cancellation);
        Assert.Empty(host.Kept());
    }

    [Fact]
    public async Task Guest_gets_an_ipv6_address_by_dhcp_and_keeps_it()
    {
        await using var host = HostUnderTest.Create();
        var network = Nets.Lending() with
        {
            Subnets = [new SubnetDefinition { Address = "fd97::1/64", Dhcp = new DhcpDefinition { Ranges = [new AddressRange { Start = "fd97::100", End = "fd97::1ff" }] } }],
        };
        var runtime = await host.StartAsync(network, Cancellation);
        var guest = host.AddGuest(runtime.Bridge!, Mac);

        var lease = await Dhcp6Client.LeaseAsync(guest.Namespace, Mac, 7, Cancellation);
        Assert.StartsWith("fd97::1", lease.ToString(), StringComparison.Ordinal);
        var given = (await host.WaitForAsync<LeaseGiven>(_ => true, Cancellation)).Lease;
        Assert.Equal((lease.ToString(), 64, Mac, 7L), (given.Address, given.Prefix, given.Mac, given.Iaid!.Value));
        Assert.Equal("00:03:00:01:" + Mac, given.ClientId);

        // Another one gets another, and the same guest the same.
        var other = host.AddGuest(runtime.Bridge!, OtherMac);
        Assert.NotEqual(lease, await Dhcp6Client.LeaseAsync(other.Namespace, OtherMac, 7, Cancellation));
        Assert.Equal(lease, await Dhcp6Client.LeaseAsync(guest.Namespace, Mac, 7, Cancellation));
    }

    [Fact]
    public async Task Dnsmasq_without_confinement_is_told()
    {
        await using var host = HostUnderTest.Create(shim: false);
        Assert.False((await host.StartAsync(Nets.Lending(), Cancellation)).DnsmasqConfined);
    }

    private static async Task<DnsmasqRestarted> KillAsync(HostUnderTest host, NetworkRuntime runtime)
    {
        using var watcher = new PidFdWatcher();
        var pid = runtime.DnsmasqProcessId!.Value;
        using var process = ProcessHandle.TryOpen(watcher, pid, ProcessStat.Read(pid)!.StartTime)!;
        process.Signal(Signals.Kill);
        return await host.WaitForAsync<DnsmasqRestarted>(news => news.Runtime.DnsmasqProcessId != pid, Cancellation);
    }
}
