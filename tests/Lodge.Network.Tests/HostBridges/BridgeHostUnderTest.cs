using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Lodge.Linux.Network;
using Lodge.Model.Networks.HostBridges;
using Lodge.Network.HostBridges;
using Lodge.Network.Tests.Support;
using Lodge.TestSupport.Networks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lodge.Network.Tests.HostBridges;

/// <summary>A host in a namespace whose <c>eth0</c> leads to a gateway in another one, with files of its own.</summary>
internal sealed partial class BridgeHostUnderTest : IDisposable
{
    public static readonly IPAddress Gateway = IPAddress.Parse("198.51.100.1");

    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-bridges-").FullName;

    private BridgeHostUnderTest(bool isBare)
    {
        (Network, Outside) = (PrivateNetwork.Create(), PrivateNetwork.Create());
        Network.Host.Links.AddPair("eth0", "gate", Outside.Handle);
        Directory.CreateDirectory(Files);
        Bridges = Open();
        Network.Run(() =>
        {
            NetworkSettings.Write("ipv6/conf/eth0/accept_dad", 0);
            return true;
        });
        Run(Outside, "addr add 198.51.100.1/24 dev gate", "addr add 2001:db8:1::1/64 dev gate nodad", "addr add fe80::1/64 dev gate nodad", "link set gate up");
        if (!isBare)
        {
            Furnish();
        }
    }

    private void Furnish()
    {
        Run(
            Network,
            "link set eth0 mtu 1400 up",
            "addr add 198.51.100.2/24 dev eth0 valid_lft 3600 preferred_lft 3600",
            "addr add 198.51.100.3/24 dev eth0 label eth0:more",
            "addr add 2001:db8:1::2/64 dev eth0 nodad",
            "route add default via 198.51.100.1 dev eth0 metric 5 proto dhcp src 198.51.100.2",
            "route add 10.99.0.0/16 via 198.51.100.1 dev eth0 table 77",
            "-6 route add default via fe80::1 dev eth0 metric 6");
        Network.Run(() =>
        {
            NetworkSettings.Write("ipv6/conf/eth0/accept_ra", 2);
            NetworkSettings.Write("ipv4/conf/eth0/rp_filter", 1);
            return true;
        });
    }

    public PrivateNetwork Network { get; }

    public PrivateNetwork Outside { get; }

    /// <summary>The daemon's part, which a later one may replace.</summary>
    public LinuxHostBridges Bridges { get; private set; }

    /// <summary>The root of the host's configuration files.</summary>
    public string Files => Path.Combine(_folder, "host");

    public string State => Path.Combine(_folder, "state");

    /// <summary>Makes both.</summary>
    /// <param name="isBare">Whether <c>eth0</c> has nothing: a program of the host's is to give it its addresses.</param>
    public static BridgeHostUnderTest Create(bool isBare = false)
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        return new BridgeHostUnderTest(isBare);
    }

    /// <summary>The daemon is killed, and another one comes.</summary>
    public LinuxHostBridges Restart() => Bridges = Open();

    public Task<HostBridge> MoveAsync(CancellationToken cancellationToken) =>
        Bridges.MoveAsync(new HostBridgeWish { Interface = "eth0" }, DateTimeOffset.UtcNow.AddSeconds(30), cancellationToken);

    public string Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Files + path)!);
        File.WriteAllText(Files + path, text);
        return Files + path;
    }

    /// <summary>Everything that the host's network is: interfaces, addresses, routes, settings. Times that pass are left out.</summary>
    public string Picture() => Network.Run(() => string.Join('\n',
    [
        .. Times().Replace(Ip("-o addr show") + Ip("route show table all type unicast") + Ip("-o link show"), "$1")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Noise().Replace(line, "")).Order(StringComparer.Ordinal),
        .. ((string[])["ipv6/conf/eth0/accept_ra", "ipv6/conf/eth0/disable_ipv6", "ipv4/conf/eth0/rp_filter"]).Select(name => $"{name} {NetworkSettings.Read(name)}"),
    ]));

    public string Ip(string line) => Program("/sbin/ip", line);

    public static void Run(PrivateNetwork network, params string[] lines) => network.Run(() =>
    {
        foreach (var line in lines)
        {
            Program("/sbin/ip", line);
        }

        return true;
    });

    /// <summary>A program in the host's network.</summary>
    public string Run(string program, string line) => Network.Run(() => Program(program, line));

    /// <summary>A connection from the host to its gateway: what is sent comes back.</summary>
    public async Task<Echo> ConnectAsync(CancellationToken cancellationToken)
    {
        var listener = Outside.Run(() =>
        {
            var made = new TcpListener(Gateway, 0);
            made.Start();
            return made;
        });
        var client = Network.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await client.ConnectAsync(listener.LocalEndpoint, cancellationToken);
        return new Echo(listener, client, await listener.AcceptSocketAsync(cancellationToken));
    }

    public void Dispose()
    {
        Network.Dispose();
        Outside.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private LinuxHostBridges Open() => new(
        new HostBridgeOptions { StateFolder = State, Instance = "test", FilesRoot = Files, AnswerLimit = TimeSpan.FromSeconds(3) },
        new PrivatePlace(Network),
        NullLoggerFactory.Instance);

    private static string Program(string program, string line)
    {
        using var process = Process.Start(new ProcessStartInfo(program, line) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (text, errors) = (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {line}: {errors}");
        return text;
    }

    [GeneratedRegex(@"((valid_lft|preferred_lft|expires) )\d+sec")]
    private static partial Regex Times();

    [GeneratedRegex(@" (nodad|tentative|linkdown)\b|\bproto kernel_ll ")]
    private static partial Regex Noise();
}

/// <summary>A connection; what its one end sends arrives at the other.</summary>
internal sealed record Echo(TcpListener Listener, Socket Client, Socket Server) : IDisposable
{
    public async Task WorksAsync(CancellationToken cancellationToken)
    {
        var (sent, got) = (new byte[] { 1, 2, 3 }, new byte[3]);
        await Client.SendAsync(sent, cancellationToken);
        Assert.Equal(3, await Server.ReceiveAsync(got, cancellationToken));
        await Server.SendAsync(got, cancellationToken);
        Assert.Equal(3, await Client.ReceiveAsync(got, cancellationToken));
        Assert.Equal(sent, got);
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
        Listener.Dispose();
    }
}
