using Lodge.Model.Networks;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Networks;

/// <summary>Networks over restarts of the daemon and of the host, and the one that is there after an installation.</summary>
public sealed class NetworkRecoveryTests
{
    private readonly FakeWorld _world = new() { MakesDefaultNetwork = true };

    [Fact]
    public async Task First_daemon_makes_the_default_network_and_a_deletion_stays()
    {
        var networks = (await _world.StartDaemonAsync()).Engine.Networks;

        var made = networks.Get("default");

        Assert.True(made is { Persistent: true, IsActive: true, Definition: { Mode: NetworkMode.Nat, Autostart: true } });
        Assert.Equal(("192.168.122.1/24", "192.168.122.2"), (made.Definition.Subnets[0].Address, made.Definition.Subnets[0].Dhcp!.Ranges![0].Start));
        await networks.StopAsync("default", force: false, default);
        await networks.UndefineAsync("default", default);
        Assert.Empty((await _world.StartDaemonAsync()).Engine.Networks.List());
    }

    [Fact]
    public async Task Default_network_goes_around_a_subnet_that_is_taken()
    {
        _world.Networks.UsedSubnets.AddRange(["192.168.122.0/24", "192.168.123.0/25"]);

        var made = (await _world.StartDaemonAsync()).Engine.Networks.Get("default").Definition.Subnets[0];

        Assert.Equal(("192.168.124.1/24", "192.168.124.254"), (made.Address, made.Dhcp!.Ranges![0].End));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "no rights")]
    public async Task Default_network_is_not_made_where_it_is_not_wanted_or_cannot_be(bool wanted, string? whyNot)
    {
        (_world.MakesDefaultNetwork, _world.Networks.WhyNot) = (wanted, whyNot);

        Assert.Empty((await _world.StartDaemonAsync()).Engine.Networks.List());
    }

    [Fact]
    public async Task Running_networks_outlive_the_daemon_and_start_anew_with_the_host_only()
    {
        var networks = (await _world.StartDaemonAsync()).Engine.Networks;
        await networks.CreateAsync(NetworkServiceTests.Named("transient"), default);
        await networks.DefineAsync(NetworkServiceTests.Named("idle", "10.8.0.1/24"), default);
        await networks.DefineAsync(NetworkServiceTests.Named("stopped", "10.7.0.1/24") with { Autostart = true }, default);

        Assert.Equal(["default", "transient"], Active((await _world.StartDaemonAsync()).Engine));

        _world.BootId = "boot 2";
        _world.Networks.RunFolder.Clear();
        _world.Networks.Bridges.Clear();
        Assert.Equal(["default", "stopped"], Active((await _world.StartDaemonAsync()).Engine));
    }

    [Fact]
    public async Task Network_that_cannot_be_brought_in_order_says_so_and_holds_nobody_up()
    {
        await _world.StartDaemonAsync();
        _world.Networks.Fails = call => call == "start default" ? new IOException("no dnsmasq") : null;

        var network = (await _world.StartDaemonAsync()).Engine.Networks.Get("default");

        Assert.Equal("It could not be brought in order when lodged started: no dnsmasq", Assert.Single(network.Runtime!.Problems!));
    }

    private static IEnumerable<string> Active(LodgeEngine engine) => engine.Networks.List().Where(network => network.IsActive).Select(network => network.Name);
}
