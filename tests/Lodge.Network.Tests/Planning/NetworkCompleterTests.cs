using System.Net;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Network.Tests.Support;

namespace Lodge.Network.Tests.Planning;

/// <summary>What the host decides of a definition.</summary>
public sealed class NetworkCompleterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Subnet_in_use_on_the_host_or_by_another_network_is_moved_or_refused()
    {
        await using var host = HostUnderTest.Create();
        host.Links.AddBridge("cable-office", new BridgeSettings());
        host.Links.Change("cable-office", new LinkChange { Up = true });
        host.Namespace.Host.Addresses.Add("cable-office", IPAddress.Parse("192.168.122.77"), 24);
        var other = new NetworkDefinition([new SubnetDefinition { Address = "192.168.123.1/24" }]) { Id = Guid.NewGuid(), Name = "other", Bridge = new BridgeDefinition { Name = "lodge0" } };
        var wanted = new NetworkDefinition(
        [
            new SubnetDefinition
            {
                Address = "192.168.122.1/24",
                Dhcp = new DhcpDefinition { Ranges = [new AddressRange { Start = "192.168.122.2", End = "192.168.122.254" }] },
            },
        ]) { Id = Guid.NewGuid(), Name = "default" };

        var complete = await host.Networks.CompleteAsync(wanted, [other], flexible: true, Cancellation);
        Assert.Equal("lodge1", complete.Bridge!.Name);
        Assert.StartsWith("52:54:00:", complete.Bridge.Mac!, StringComparison.Ordinal);
        var subnet = Assert.Single(complete.Subnets);
        var range = Assert.Single(subnet.Dhcp!.Ranges!);
        Assert.Equal(("192.168.124.1/24", "192.168.124.2", "192.168.124.254"), (subnet.Address, range.Start, range.End));

        var refused = await Assert.ThrowsAsync<LodgeException>(() => host.Networks.CompleteAsync(wanted, [], flexible: false, Cancellation));
        Assert.Contains("cable-office", refused.Message, StringComparison.Ordinal);
        Assert.Equal(complete, await host.Networks.CompleteAsync(complete, [other], flexible: false, Cancellation));
    }

    [Fact]
    public async Task Running_network_does_not_stand_in_its_own_way()
    {
        await using var host = HostUnderTest.Create();
        var runtime = await host.StartAsync(Nets.Lending(), Cancellation);
        Assert.Equal(runtime.Definition, await host.Networks.CompleteAsync(runtime.Definition, [], flexible: false, Cancellation));
    }
}
