using System.Net;
using System.Net.Sockets;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Network.Firewall;
using Lodge.TestSupport.Networks;

namespace Lodge.Network.Tests.Firewall;

public sealed class ForwardPortsTests
{
    private static readonly PortForward s_forward = new() { Port = 2220, LastPort = 2223, Target = "192.168.122.5" };

    [Theory]
    [InlineData("0.0.0.0", 2222, null, true)]
    [InlineData("::", 2222, null, true)]
    [InlineData("127.0.0.1", 2220, null, true)]
    [InlineData("::1", 2222, null, false)]
    [InlineData("0.0.0.0", 2224, null, false)]
    [InlineData("0.0.0.0", 2222, "203.0.113.1", true)]
    [InlineData("127.0.0.1", 2222, "203.0.113.1", false)]
    public void Port_that_a_program_has_is_refused(string address, int port, string? at, bool refused)
    {
        var forward = s_forward with { Address = at };
        ListeningSocket[] sockets = [new(TransportProtocol.Udp, IPAddress.Any, 2222), new(TransportProtocol.Tcp, IPAddress.Parse(address), port)];

        var failure = Record.Exception(() => ForwardPorts.ThrowIfInUse([forward], sockets));

        Assert.Equal(refused, failure is LodgeException { Error.Code: ErrorCode.InvalidState } known && known.Message.Contains($"Port {port} (TCP)", StringComparison.Ordinal));
    }

    [Fact]
    public void Sockets_of_the_namespace_are_known()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        using var network = PrivateNetwork.Create();
        using var four = network.Run(() => Bind(SocketType.Stream, IPAddress.Loopback, 2222));
        using var six = network.Run(() => Bind(SocketType.Dgram, IPAddress.IPv6Loopback, 53));

        Assert.Equal(
            [new(TransportProtocol.Tcp, IPAddress.Loopback, 2222), new(TransportProtocol.Udp, IPAddress.IPv6Loopback, 53)],
            network.Run(ListeningSockets.List));
    }

    private static Socket Bind(SocketType type, IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, port));
        if (type == SocketType.Stream)
        {
            socket.Listen();
        }

        return socket;
    }
}
