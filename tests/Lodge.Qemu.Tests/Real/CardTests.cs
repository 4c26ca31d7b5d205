using System.Net;
using System.Net.Sockets;
using Lodge.Engine.Ports;
using Lodge.Linux.Network;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;
using Lodge.TestSupport.Networks;

namespace Lodge.Qemu.Tests.Real;

/// <summary>Cards on interfaces of the host, in a network namespace of the test's own.</summary>
public sealed class CardTests
{
    private static readonly ChangeManner Manner = new(TimeSpan.FromSeconds(20));

    private static readonly IPAddress s_server = IPAddress.Parse("198.51.100.9");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cards_on_taps_carry_packets_by_all_their_queues_and_come_and_go()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        using var network = PrivateNetwork.Create();
        await using var host = RealHost.Create();
        var definition = (await TinyGuest.GetAsync()).Vm("cards") with { Id = Guid.CreateVersion7(), Cpu = new(2), Nics = [Card(1)] };
        definition = VmNormalizer.Complete(definition);
        var first = Plug(network, definition, definition.Nics[0], 2);
        network.Host.Addresses.Add(first.Interface, IPAddress.Parse("192.0.2.1"), 24);
        await using var vm = await network.RunAsync(() => host.LaunchAsync(definition, plugs: [first]));
        Assert.Equal(2, QueuesOf(vm));
        Assert.True(network.Host.Links.Get(first.Interface).HasCarrier);

        using var shell = await GuestShell.BootAsync(vm);
        Assert.Equal("2", await shell.RunAsync("ls -d /sys/class/net/eth0/queues/rx-* | wc -l"));
        Assert.Contains(" 0% packet loss", await shell.RunAsync("ip addr add 192.0.2.2/24 dev eth0; ip link set eth0 up; ping -c 1 -W 5 192.0.2.1"));
        var counted = Assert.Single((await network.RunAsync(() => vm.Meters.ReadAsync(UsageParts.Nics, TimeSpan.FromSeconds(5), Token))).Nics);
        Assert.True(counted is { SentPackets: >= 1, ReceivedPackets: >= 1 }, $"{counted}");

        var both = VmNormalizer.CompleteRunning(definition with { Nics = [.. definition.Nics, Card(2)] }, definition);
        var second = Plug(network, both, both.Nics[1], 1);
        await ApplyAsync(network, vm, new AttachStep(both.Nics[1]) { Plug = second }, definition);
        Assert.Equal([first, second], vm.Runtime.Plugs!);
        Assert.Equal(3, QueuesOf(vm));
        Assert.Equal("52:54:00:00:00:02", await shell.RunAsync("until [ -e /sys/class/net/eth1 ]; do sleep 0.1; done; cat /sys/class/net/eth1/address"));

        await ApplyAsync(network, vm, new LinkStep(both.Nics[1], both.Nics[1] with { Link = LinkState.Down }), both);
        Assert.Equal("0", await shell.RunAsync("ip link set eth1 up; until grep 0 /sys/class/net/eth1/carrier; do sleep 0.1; done"));
        await ApplyAsync(network, vm, new DetachStep(both.Nics[1]), both);
        Assert.Equal([first], host.Hypervisor.ReadRunRecords()[0].Runtime!.Plugs!);
        Assert.Equal(2, QueuesOf(vm));
        Assert.False(network.Host.Links.Get(second.Interface).HasCarrier);

        var direct = VmNormalizer.CompleteRunning(definition with { Nics = [.. definition.Nics, Card(3) with { Source = new MacvtapNicSource("up") }] }, definition);
        await ApplyAsync(network, vm, new AttachStep(direct.Nics[1]) { Plug = Macvtap(network, direct, direct.Nics[1]) }, definition);
        Assert.Equal("2", await shell.RunAsync("until [ -e /sys/class/net/eth1 ]; do sleep 0.1; done; ls -d /sys/class/net/eth1/queues/rx-* | wc -l"));
        await vm.QuitAsync(Token);
    }

    // Ports are forwarded by QEMU's own network alone here: the passt of Debian 12 leaves connections from outside half open.
    [Fact]
    public async Task Private_networks_of_both_kinds_lead_out_and_a_forwarded_port_leads_in()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        Assert.SkipUnless(File.Exists("/usr/bin/passt"), "passt is not installed");
        using var network = NetworkedHost.Create();
        network.Internet.Host.Addresses.Add("host", s_server, 24);
        await using var host = RealHost.Create();
        var definition = VmNormalizer.Complete((await TinyGuest.GetAsync()).Vm("private") with
        {
            Id = Guid.CreateVersion7(),
            Nics = [Private(1, new UserNicSource { Backend = UserNetworkBackend.Passt }), Private(2, new UserNicSource { Forwards = [new() { Port = 2223, TargetPort = 23 }] })],
        });
        await using var vm = await network.Host.RunAsync(() => host.LaunchAsync(definition));
        var passt = Assert.Single(host.Hypervisor.ReadRunRecords()[0].Companions!);
        Assert.Equal("passt-net0", passt.Name);

        using var shell = await GuestShell.BootAsync(vm);
        Assert.StartsWith(NetworkedHost.HostAddress.ToString(), await shell.RunAsync("until [ -e /run/address.eth1 ]; do sleep 0.1; done; cat /run/address.eth0"));
        using var server = network.Internet.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        server.Bind(new IPEndPoint(s_server, 8000));
        server.Listen();
        Assert.Equal("from the guest", await HearAsync(await AnswerAsync(server, () => shell.RunAsync($"echo from the guest | nc -w 5 {s_server} 8000"))));

        await shell.RunAsync("(echo let in; sleep 9) | nc -l -p 23 > /dev/null & until netstat -ltn | grep ':23 '; do sleep 0.1; done");
        var client = network.Host.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await client.ConnectAsync(IPAddress.Loopback, 2223, Token);
        Assert.Equal("let in", await HearAsync(client));
        await vm.QuitAsync(Token);
        Assert.False(Directory.Exists($"/proc/{passt.ProcessId}"));
    }

    private static NicDefinition Private(int number, UserNicSource source) => Card(number) with { Source = source };

    private static async Task<Socket> AnswerAsync(Socket server, Func<Task> connect)
    {
        var accepting = server.AcceptAsync(Token).AsTask();
        await connect();
        return await accepting;
    }

    private static async Task<string?> HearAsync(Socket socket)
    {
        using var reader = new StreamReader(new NetworkStream(socket, ownsSocket: true));
        return await reader.ReadLineAsync(Token);
    }

    private static Task<bool> ApplyAsync(PrivateNetwork network, IVmProcess vm, LiveStep step, VmDefinition running) => network.RunAsync(async () =>
    {
        await vm.Live.ApplyAsync(step, running, Manner, Token);
        return true;
    });

    private static NicDefinition Card(int number) => new() { Mac = $"52:54:00:00:00:0{number}", Source = new NetworkNicSource("lan") };

    private static NicPlug Plug(PrivateNetwork network, VmDefinition vm, NicDefinition nic, int queues)
    {
        var name = network.Run(() => TapDevice.CreatePersistent("vnet%d", queues));
        network.Host.Links.Change(name, new LinkChange { Up = true });
        return new NicPlug { VmId = vm.Id, VmName = vm.Name, Alias = nic.Alias!, Mac = nic.Mac!, Interface = name, Queues = queues };
    }

    private static NicPlug Macvtap(PrivateNetwork network, VmDefinition vm, NicDefinition nic)
    {
        network.Host.Links.AddPair("up", "peer");
        network.Host.Links.AddMacvtap("direct0", "up", MacvtapMode.Bridge, nic.Mac!);
        network.Host.Links.Change("direct0", new LinkChange { Up = true });
        return new NicPlug { VmId = vm.Id, VmName = vm.Name, Alias = nic.Alias!, Mac = nic.Mac!, Interface = "direct0", IsMacvtap = true, Queues = 2 };
    }

    private static int QueuesOf(IVmProcess vm) => Directory.GetFiles($"/proc/{vm.Runtime.ProcessId}/fd")
        .Count(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.FullName == "/dev/net/tun");
}
