using System.Net;
using Lodge.Linux.Network;
using Lodge.TestSupport.Daemons;

namespace Lodge.TestSupport.Networks;

/// <summary>
/// The network of a host of its own, for a daemon that makes networks: loopback, and an interface <see cref="Uplink"/> whose
/// other end is the internet, another private network. Nobody out there knows the way to networks behind the host.
/// </summary>
public sealed class NetworkedHost : IDisposable
{
    /// <summary>The host's interface to the internet.</summary>
    public const string Uplink = "eth0";

    private const int PrefixLength = 24;
    private const int PrefixLength6 = 64;

    private NetworkedHost(PrivateNetwork host, PrivateNetwork internet) => (Host, Internet) = (host, internet);

    /// <summary>The host's address on the internet.</summary>
    public static IPAddress HostAddress { get; } = IPAddress.Parse("198.51.100.2");

    /// <summary>An address out there, by which servers can be reached that a test starts in <see cref="Internet"/>.</summary>
    public static IPAddress ServerAddress { get; } = IPAddress.Parse("198.51.100.1");

    /// <summary>The same of IPv6.</summary>
    public static IPAddress ServerAddress6 { get; } = IPAddress.Parse("2001:db8:1::1");

    /// <summary>Where the daemon runs.</summary>
    public PrivateNetwork Host { get; }

    /// <summary>What is outside.</summary>
    public PrivateNetwork Internet { get; }

    /// <summary>A command that executes what follows it in the host's network, and becomes that program.</summary>
    public IReadOnlyList<string> Enter => Into(Host);

    /// <summary>The same for the internet.</summary>
    public IReadOnlyList<string> EnterInternet => Into(Internet);

    /// <summary>How a daemon is started on this host.</summary>
    public DaemonStart Start => new() { Settings = ["--accel", "tcg"], Wrapper = Enter, Prepare = LetIn };

    /// <summary>Makes both.</summary>
    public static NetworkedHost Create()
    {
        var (host, internet) = (PrivateNetwork.Create(), PrivateNetwork.Create());
        host.Host.Links.AddPair(Uplink, "host", internet.Handle);
        Join(host.Host, Uplink, HostAddress, IPAddress.Parse("2001:db8:1::2"));
        Join(internet.Host, "host", ServerAddress, ServerAddress6);
        var way = host.Host.Links.Get(Uplink).Index;
        host.Host.Routes.Add(new NetworkRoute(new IPNetwork(IPAddress.Any, 0), way, ServerAddress, 0));
        host.Host.Routes.Add(new NetworkRoute(new IPNetwork(IPAddress.IPv6Any, 0), way, ServerAddress6, 0));
        return new NetworkedHost(host, internet);
    }

    /// <summary>Has the internet send what is for a network by way of the host, as for a routed network.</summary>
    public void Announce(string network)
    {
        var destination = IPNetwork.Parse(network);
        var way = Internet.Host.Links.Get("host").Index;
        Internet.Host.Routes.Add(new NetworkRoute(destination, way, HostAddress, 0));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Host.Dispose();
        Internet.Dispose();
    }

    // dnsmasq, which is not root, reads its files again when they change.
    private static void LetIn(string root) => File.SetUnixFileMode(root, (UnixFileMode)Convert.ToInt32("755", 8));

    private static void Join(HostNetwork network, string link, IPAddress address, IPAddress address6)
    {
        network.Links.Change(link, new LinkChange { Up = true });
        network.Addresses.Add(link, address, PrefixLength);
        network.Addresses.Add(link, address6, PrefixLength6);
    }

    // nsenter(1) replaces itself by the program, so that its process id is the program's.
    private static string[] Into(PrivateNetwork network) =>
        ["/usr/bin/nsenter", $"--net=/proc/{Environment.ProcessId}/fd/{network.Handle.DangerousGetHandle()}", "--"];
}
