using System.Net;
using System.Net.Sockets;
using Lodge.Linux.Network;
using Lodge.Model.Networks;
using Lodge.Network.Tests.Support;
using Lodge.TestSupport.Networks;

namespace Lodge.Network.Tests.Bridges;

/// <summary>A host that begins to pass IPv6 on keeps its own way out.</summary>
public sealed class ForwardingTests
{
    private const string Uplink = "cable-up";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Route_that_a_router_advertises_stays_and_the_host_goes_on_listening_to_it()
    {
        await using var host = HostUnderTest.Create();
        using var router = PrivateNetwork.Create();
        host.Links.AddPair(Uplink, "far0", router.Handle);
        host.Links.Change(Uplink, new LinkChange { Up = true });
        router.Host.Links.Change("far0", new LinkChange { Up = true });
        using var socket = router.Run(() => new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6));
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, router.Host.Links.Get("far0").Index);
        socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastTimeToLive, 255);
        Assert.SkipWhen(host.Namespace.Run(() => NetworkSettings.Read("ipv6/conf/all/forwarding")) is null, "this kernel has no IPv6");

        await UntilAsync(() => Advertise(socket, seconds: 1800) && HasRoute(host));
        await host.StartAsync(
            new NetworkDefinition([new SubnetDefinition { Address = "fd97::1/64" }]) { Id = Guid.NewGuid(), Name = "lan", Mode = NetworkMode.Routed }, Cancellation);

        Assert.Equal(("1", "2"), host.Namespace.Run(() => (NetworkSettings.Read("ipv6/conf/all/forwarding"), NetworkSettings.Read($"ipv6/conf/{Uplink}/accept_ra"))));
        Assert.True(HasRoute(host));
        await UntilAsync(() => Advertise(socket, seconds: 0) && !HasRoute(host));
        await UntilAsync(() => Advertise(socket, seconds: 1800) && HasRoute(host));
    }

    private static bool HasRoute(HostUnderTest host) => host.Namespace.Host.Routes.List().Any(route => route.IsAdvertised && route.Destination.PrefixLength == 0);

    // RFC 4861, section 4.2. Until the interface has its link-local address, there is nothing to send from.
    private static bool Advertise(Socket socket, ushort seconds)
    {
        try
        {
            socket.SendTo([134, 0, 0, 0, 64, 0, (byte)(seconds >> 8), (byte)seconds, 0, 0, 0, 0, 0, 0, 0, 0], new IPEndPoint(IPAddress.Parse("ff02::1"), 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!holds())
        {
            await Task.Delay(100, limit.Token);
        }
    }
}
