using System.Net.Sockets;

namespace Lodge.Libvirt.Tests.Support;

/// <summary>
/// A socket in front of the server's that hands its answers on late. For virsh's commands that watch a job (dump, save,
/// managedsave): virsh 9 waits forever when the answer comes before its watching began, with every driver.
/// </summary>
internal sealed class SlowAnswers : IAsyncDisposable
{
    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(100);

    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-slow-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Task _running;

    public SlowAnswers(UnixDomainSocketEndPoint server)
    {
        Address = new UnixDomainSocketEndPoint(Path.Combine(_folder, "socket"));
        _listener.Bind(Address);
        _listener.Listen();
        _running = RelayAsync(server);
    }

    public UnixDomainSocketEndPoint Address { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RelayAsync(UnixDomainSocketEndPoint server)
    {
        using var client = await _listener.AcceptAsync(_stop.Token);
        using var behind = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await behind.ConnectAsync(server, _stop.Token);
        await Task.WhenAny(PassAsync(client, behind, TimeSpan.Zero), PassAsync(behind, client, s_delay));
    }

    private async Task PassAsync(Socket from, Socket to, TimeSpan delay)
    {
        var buffer = new byte[65536];
        while (await from.ReceiveAsync(buffer, _stop.Token) is var count and > 0)
        {
            await Task.Delay(delay, _stop.Token);
            await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
        }
    }
}
