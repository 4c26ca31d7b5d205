using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lodge.Linux.Network;
using Lodge.Linux.Processes;
using Lodge.TestSupport.Networks;

namespace Lodge.Network.Tests.Support;

/// <summary>A machine on a network: a namespace with one card, and busybox for its DHCP client.</summary>
internal sealed class GuestUnderTest : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PrivateNetwork _network = PrivateNetwork.Create();
    private readonly HostUnderTest _host;
    private readonly Spawner _spawner;
    private readonly string _script;
    private readonly string _lease;

    public GuestUnderTest(HostUnderTest host, PidFdWatcher watcher, string bridge, string mac, int number)
    {
        (_host, _spawner) = (host, new Spawner(watcher));
        Cable = string.Create(CultureInfo.InvariantCulture, $"cable{number}");
        host.Links.AddPair(Cable, "eth0", _network.Handle);
        _network.Host.Links.Change("eth0", new LinkChange { Mac = mac, Up = true });
        Plug(bridge);
        _script = Path.Combine(host.Folder, $"{Cable}.sh");
        _lease = Path.Combine(host.Folder, $"{Cable}.lease");
        File.WriteAllText(_script, $"#!/bin/sh\n[ \"$1\" = bound ] && echo \"$ip $mask $router $dns $mtu\" > {_lease}.new && mv {_lease}.new {_lease}\nexit 0\n");
        File.SetUnixFileMode(_script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public string Cable { get; }

    public HostNetwork Network => _network.Host;

    public PrivateNetwork Namespace => _network;

    /// <summary>Plugs the cable in.</summary>
    public void Plug(string bridge) => _host.Links.Change(Cable, new LinkChange { Master = _host.Links.Get(bridge).Index, Up = true });

    /// <summary>Asks for an address by DHCP, and takes it.</summary>
    /// <returns>Address, length of the prefix, router, name server, MTU; empty where nothing was said.</returns>
    public async Task<IReadOnlyList<string>> LeaseAsync(string name, CancellationToken cancellationToken)
    {
        Assert.True(await TryLeaseAsync(name, 10, cancellationToken), "the guest got no address");
        var words = (await File.ReadAllTextAsync(_lease, cancellationToken)).TrimEnd('\n').Split(' ');
        if (_network.Host.Addresses.List().All(address => address.Address.ToString() != words[0]))
        {
            _network.Host.Addresses.Add("eth0", IPAddress.Parse(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture));
        }

        return words;
    }

    /// <summary>Asks for an address by DHCP, once a second.</summary>
    /// <returns>Whether it got one.</returns>
    public async Task<bool> TryLeaseAsync(string name, int tries, CancellationToken cancellationToken)
    {
        File.Delete(_lease);
        using var client = _network.Run(() => _spawner.Spawn(new SpawnRequest
        {
            Executable = "/bin/busybox",
            Arguments = ["udhcpc", "-i", "eth0", "-f", "-q", "-n", "-t", tries.ToString(CultureInfo.InvariantCulture), "-T", "1", "-x", $"hostname:{name}", "-O", "mtu", "-s", _script],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        }));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        await client.WaitForExitAsync(limit.Token);
        return File.Exists(_lease);
    }

    /// <summary>Asks for the address of a name (RFC 1035); null when there is none.</summary>
    public async Task<string?> ResolveAsync(string server, string name, CancellationToken cancellationToken)
    {
        byte[] question = [.. (byte[])[0x4c, 0x64, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0], .. name.Split('.').SelectMany(part => (byte[])[(byte)part.Length, .. part.Select(letter => (byte)letter)]), 0, 0, 1, 0, 1];
        using var socket = _network.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var place = new IPEndPoint(IPAddress.Parse(server), 53);
        await socket.SendToAsync(question, place, limit.Token);
        var answer = new byte[512];
        var length = await socket.ReceiveAsync(answer, limit.Token);
        return answer[7] == 0 ? null : new IPAddress(answer.AsSpan(length - 4, 4)).ToString();
    }

    public void Dispose() => _network.Dispose();
}
