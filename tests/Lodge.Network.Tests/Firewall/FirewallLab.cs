using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Lodge.Linux.Firewall;
using Lodge.Linux.Network;
using Lodge.Network.Firewall;
using Lodge.TestSupport.Networks;

namespace Lodge.Network.Tests.Firewall;

/// <summary>
/// A host with bridges, guests behind pairs of interfaces, and the rest of the world (203.0.113.100, 2001:db8::100), each in
/// a network namespace of its own. Servers say to who connects what address they see.
/// </summary>
internal sealed class FirewallLab : IDisposable
{
    public const string Outside = "203.0.113.100";
    public const string Outside6 = "2001:db8::100";
    public const string HostAddress = "203.0.113.1";
    public const string HostAddress6 = "2001:db8::1";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(700);

    private readonly List<IDisposable> _open = [];

    private FirewallLab()
    {
        Host = Own(PrivateNetwork.Create());
        Internet = Own(PrivateNetwork.Create());
        Host.Host.Links.AddPair("eth0", "eth0", Internet.Handle);
        Give(Host, "eth0", $"{HostAddress}/24", $"{HostAddress6}/64");
        Give(Internet, "eth0", $"{Outside}/24", $"{Outside6}/64");
        Host.Run(() =>
        {
            File.WriteAllText("/proc/sys/net/ipv4/ip_forward", "1");
            File.WriteAllText("/proc/sys/net/ipv6/conf/all/forwarding", "1");
            return true;
        });
        Rules = Own(Host.Run(() => new Nftables()));
        Keeper = Own(new FirewallKeeper(() => Host.Run(() => new Nftables()), Host.Host, "lodge", () => Host.Run(ListeningSockets.List)));
    }

    public PrivateNetwork Host { get; }

    public PrivateNetwork Internet { get; }

    public Nftables Rules { get; }

    public FirewallKeeper Keeper { get; }

    public static FirewallLab Create()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        return new FirewallLab();
    }

    public Task ApplyAsync(FirewallState state) => Keeper.ApplyAsync(state, TestContext.Current.CancellationToken);

    public void AddBridge(string name, params string[] addresses)
    {
        Host.Host.Links.AddBridge(name, new BridgeSettings { ForwardDelay = TimeSpan.Zero, MulticastSnooping = false });
        Give(Host, name, addresses);
    }

    /// <summary>A guest: what the host calls <paramref name="tap"/> is its <c>eth0</c>.</summary>
    public PrivateNetwork AddGuest(string tap, string mac, string bridge, string? gateway, params string[] addresses)
    {
        var guest = Own(PrivateNetwork.Create());
        Host.Host.Links.AddPair(tap, "eth0", guest.Handle);
        guest.Host.Links.Change("eth0", new LinkChange { Mac = mac });
        Host.Host.Links.Change(tap, new LinkChange { Up = true, Master = Host.Host.Links.Get(bridge).Index });
        Give(guest, "eth0", addresses);
        if (gateway is not null)
        {
            AddDefault(guest, gateway);
        }

        return guest;
    }

    public static void AddDefault(PrivateNetwork guest, string gateway)
    {
        var address = IPAddress.Parse(gateway);
        var everywhere = address.AddressFamily == AddressFamily.InterNetwork ? "0.0.0.0/0" : "::/0";
        guest.Host.Routes.Add(new NetworkRoute(IPNetwork.Parse(everywhere), guest.Host.Links.Get("eth0").Index, address, 0));
    }

    public static void Give(PrivateNetwork network, string link, params string[] addresses)
    {
        network.Host.Links.Change(link, new LinkChange { Up = true });
        foreach (var address in addresses)
        {
            var parts = address.Split('/');
            network.Host.Addresses.Add(link, IPAddress.Parse(parts[0]), int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Serves TCP on a port: tells each client its address as seen here, and the port that it came to.</summary>
    public void Serve(PrivateNetwork where, int port)
    {
        var listener = Own(where.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
            socket.Listen();
            return socket;
        }));
        _ = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptAsync();
                    var seen = ((IPEndPoint)client.RemoteEndPoint!).Address;
                    await client.SendAsync(Encoding.UTF8.GetBytes($"{(seen.IsIPv4MappedToIPv6 ? seen.MapToIPv4() : seen)} {port}"));
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // The test is over.
                return;
            }
        });
    }

    /// <summary>What a server says; null when it cannot be reached.</summary>
    /// <param name="from">Who asks.</param>
    /// <param name="address">Whom.</param>
    /// <param name="port">Where.</param>
    /// <param name="expected">Whether an answer is expected, and waited for long.</param>
    /// <param name="source">The address to ask from; null: the kernel's choice.</param>
    public static async Task<string?> AskAsync(PrivateNetwork from, string address, int port, bool expected = true, string? source = null)
    {
        var target = IPAddress.Parse(address);
        using var socket = from.Run(() => new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        using var limit = new CancellationTokenSource(expected ? s_patience : s_silence);
        try
        {
            if (source is not null)
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(source), 0));
            }

            await socket.ConnectAsync(new IPEndPoint(target, port), limit.Token);
            var buffer = new byte[200];
            return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>That a server cannot be reached.</summary>
    public static async Task<bool> IsClosedAsync(PrivateNetwork from, string address, int port, string? source = null) =>
        await AskAsync(from, address, port, expected: false, source) is null;

    /// <summary>Sends one datagram, and waits for nothing.</summary>
    public static void Send(PrivateNetwork from, int sourcePort, string address, int port, string? source = null)
    {
        var target = IPAddress.Parse(address);
        using var socket = from.Run(() => new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
        socket.EnableBroadcast = target.AddressFamily == AddressFamily.InterNetwork;
        socket.Bind(new IPEndPoint(source is null ? (target.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any) : IPAddress.Parse(source), sourcePort));
        socket.SendTo("x"u8, new IPEndPoint(target, port));
    }

    /// <summary>Answers datagrams to a port with what is in them.</summary>
    public void ServeDatagrams(PrivateNetwork where, int port)
    {
        var socket = Own(where.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true };
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
            return socket;
        }));
        _ = Task.Run(async () =>
        {
            var buffer = new byte[100];
            try
            {
                while (true)
                {
                    var asked = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.IPv6Any, 0));
                    await socket.SendToAsync(buffer.AsMemory(0, asked.ReceivedBytes), asked.RemoteEndPoint);
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // The test is over.
                return;
            }
        });
    }

    /// <summary>Whether a datagram is answered; one that is expected to be is sent again until it is.</summary>
    public static async Task<bool> HearsAsync(PrivateNetwork from, string address, int port, bool expected = true)
    {
        var target = new IPEndPoint(IPAddress.Parse(address), port);
        using var socket = from.Run(() => new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
        for (var tries = expected ? 20 : 1; tries > 0; tries--)
        {
            using var limit = new CancellationTokenSource(s_silence);
            try
            {
                await socket.SendToAsync("x"u8.ToArray(), target, limit.Token);
                await socket.ReceiveAsync(new byte[10], limit.Token);
                return true;
            }
            catch (Exception silence) when (silence is SocketException or OperationCanceledException)
            {
                continue;
            }
        }

        return false;
    }

    /// <summary>Whether a ping is answered, likewise.</summary>
    public static async Task<bool> IsPingedAsync(PrivateNetwork from, string address, bool expected = true)
    {
        for (var tries = expected ? 20 : 1; tries > 0; tries--)
        {
            using var ping = new Ping();
            if ((await from.Run(() => ping.SendPingAsync(IPAddress.Parse(address), s_silence))).Status == IPStatus.Success)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (!await holds())
        {
            await Task.Delay(50, limit.Token);
        }
    }

    public async Task<CardCounters> CountersAsync(string tap) =>
        (await Keeper.ReadCountersAsync(TestContext.Current.CancellationToken))[tap];

    public void Dispose() => Enumerable.Reverse(_open).ToList().ForEach(open => open.Dispose());

    private T Own<T>(T open)
        where T : IDisposable
    {
        _open.Add(open);
        return open;
    }
}
