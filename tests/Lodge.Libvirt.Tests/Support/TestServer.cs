using System.Net;
using System.Net.Sockets;
using Lodge.Libvirt.Handlers;
using Lodge.Libvirt.Protocol;
using Lodge.TestSupport.Libvirt;
using Microsoft.Extensions.Logging;

namespace Lodge.Libvirt.Tests.Support;

/// <summary>The real server on real sockets, with the handlers of connections and a few of the tests' own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-rpc-").FullName;
    private readonly List<LibvirtDoor> _doors = [];
    private readonly Task _running;

    private TestServer(LibvirtOptions options, bool withTcp)
    {
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

        var handlers = new HandlerTable
        {
            AuthenticationHandlers = new AuthenticationHandlers(),
            ConnectionHandlers = new ConnectionHandlers(isSystem: true),
            FeatureHandlers = new FeatureHandlers(),
            IdentityHandlers = new IdentityHandlers(new FakeHost()),
        };
        var server = new LibvirtServer(Probe.Over(handlers), options, TimeProvider.System, Logs);
        _running = server.RunAsync(_doors, _stop.Token);
    }

    public ProbeHandlers Probe { get; } = new();

    public RecordingLoggers Logs { get; } = new();

    public UnixDomainSocketEndPoint ReadWrite { get; }

    public UnixDomainSocketEndPoint ReadOnly { get; }

    public EndPoint? Tcp { get; }

    public static TestServer Start(LibvirtOptions? options = null, bool withTcp = false) => new(options ?? new LibvirtOptions(), withTcp);

    public Task<RpcClient> OpenAsync() => RpcClient.OpenAsync(ReadWrite);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _doors.ForEach(door => door.Dispose());
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
