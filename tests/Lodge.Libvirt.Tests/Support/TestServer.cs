using System.Net;
using System.Net.Sockets;
using Lodge.Engine;
using Lodge.Libvirt.Handlers;
using Lodge.TestSupport.Engine;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Support;

/// <summary>The real server on real sockets, with all handlers, over an engine in memory; tests can put handlers of their own in front.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-rpc-").FullName;
    private readonly List<LibvirtDoor> _doors = [];
    private readonly Task _running;

    private TestServer(FakeWorld world, FakeDaemon daemon, LibvirtOptions options, bool withTcp)
    {
        (World, Engine) = (world, daemon.Engine);
        ReadWrite = Open("libvirt-sock", readOnly: false);
        ReadOnly = Open("libvirt-sock-ro", readOnly: true);
        if (withTcp)
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            Tcp = listener.LocalEndPoint;
            _doors.Add(new LibvirtDoor(listener, readOnly: false));
        }

        var services = new LibvirtServices(Engine, new FakeHost(), TimeProvider.System);
        var handlers = AllHandlers.Create(services, options);
        var server = new LibvirtServer(Probe.Over(handlers), options, TimeProvider.System, Logs);
        _running = server.RunAsync(_doors, _stop.Token);
    }

    public ProbeHandlers Probe { get; } = new();

    public RecordingLoggers Logs { get; } = new();

    public UnixDomainSocketEndPoint ReadWrite { get; }

    public UnixDomainSocketEndPoint ReadOnly { get; }

    public EndPoint? Tcp { get; }

    /// <summary>The host in memory.</summary>
    public FakeWorld World { get; }

    /// <summary>The engine behind the server, on that host.</summary>
    public LodgeEngine Engine { get; }

    public static async Task<TestServer> StartAsync(LibvirtOptions? options = null, bool withTcp = false)
    {
        var world = new FakeWorld();
        return new(world, await world.StartDaemonAsync(), (options ?? new LibvirtOptions()) with { IsSystem = true }, withTcp);
    }

    public Task<RpcClient> OpenAsync() => RpcClient.OpenAsync(ReadWrite);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _doors.ForEach(door => door.Dispose());
        await Engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _stop.Dispose();
    }

    private UnixDomainSocketEndPoint Open(string name, bool readOnly)
    {
        var address = new UnixDomainSocketEndPoint(Path.Combine(_folder, name));
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(address);
        listener.Listen();
        _doors.Add(new LibvirtDoor(listener, readOnly));
        return address;
    }
}
