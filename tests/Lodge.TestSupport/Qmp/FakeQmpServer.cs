using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Lodge.Qmp;

namespace Lodge.TestSupport.Qmp;

/// <summary>
/// Imitates QEMU at the other end of a monitor socket: one client at a time, a machine that keeps its state between
/// clients. A test overrides single commands with <see cref="On(string, FakeAnswer)"/>, and sends events, garbage or
/// half a line itself.
/// </summary>
public sealed class FakeQmpServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Func<FakeRequest, ValueTask<FakeAnswer>>> _handlers = [];
    private readonly ConcurrentQueue<FakeRequest> _requests = [];
    private readonly ConcurrentBag<Task> _background = [];
    private readonly FakeQmpOptions _options;
    private readonly string? _folder;
    private readonly Task _serving;
    private volatile FakeSession? _session;

    private FakeQmpServer(string? socketPath, FakeQmpOptions options)
    {
        _options = options;
        if (socketPath is null)
        {
            _folder = Directory.CreateTempSubdirectory("lodge-qmp-").FullName;
            socketPath = Path.Combine(_folder, "qmp.sock");
        }

        SocketPath = socketPath;
        Machine = new FakeMachine(this, options);
        On("qmp_capabilities", FakeAnswer.Done);
        _listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        _listener.Listen(8);
        _serving = ServeAsync();
    }

    public string SocketPath { get; }

    public FakeMachine Machine { get; }

    /// <summary>All commands of all clients so far, in order.</summary>
    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    /// <summary>Listens on a path, or on one of its own in a temporary folder.</summary>
    public static FakeQmpServer Listen(string? socketPath = null, FakeQmpOptions? options = null) =>
        new(socketPath, options ?? new FakeQmpOptions());

    /// <summary>Answers a command in a fixed way.</summary>
    public void On(string command, FakeAnswer answer) => On(command, _ => ValueTask.FromResult(answer));

    /// <summary>Answers a command; an answer that takes time is overtaken by later commands' answers.</summary>
    public void On(string command, Func<FakeRequest, ValueTask<FakeAnswer>> handler) => _handlers[command] = handler;

    /// <summary>A connection for a client, without descriptor passing.</summary>
    public async Task<QmpConnection> OpenAsync(CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
        return new QmpConnection(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>Sends an event, if a client is there and has negotiated; like QEMU, forgets it otherwise.</summary>
    public async ValueTask SendEventAsync(string name, JsonObject? data = null)
    {
        if (_session is not { Negotiated: true } session)
        {
            return;
        }

        var now = DateTimeOffset.UtcNow;
        var time = new JsonObject
        {
            ["seconds"] = now.ToUnixTimeSeconds(),
            ["microseconds"] = (now.Ticks % TimeSpan.TicksPerSecond) / TimeSpan.TicksPerMicrosecond,
        };
        var message = new JsonObject { ["timestamp"] = time, ["event"] = name };
        if (data is not null)
        {
            message["data"] = data;
        }

        await session.SendLineAsync(message.ToJsonString());
    }

    /// <summary>Sends text as it is, without a line end.</summary>
    public ValueTask SendRawAsync(string text) => _session?.SendRawAsync(text) ?? ValueTask.CompletedTask;

    /// <summary>Ends the present client's connection; the machine lives on and takes the next client.</summary>
    public void HangUp() => _session?.Dispose();

    public async ValueTask DisposeAsync()
    {
        Shut();
        await _serving;
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }

        // A handler that failed shows here, else its test would only see a missing answer.
        await Task.WhenAll(_background);
        _stop.Dispose();
    }

    /// <summary>The process is gone: no client, no listener.</summary>
    internal void Shut()
    {
        _stop.Cancel();
        _listener.Dispose();
        HangUp();
        if (File.Exists(SocketPath))
        {
            File.Delete(SocketPath);
        }
    }

    internal void InBackground(Func<CancellationToken, Task> work) => _background.Add(UntilStoppedAsync(work));

    internal async ValueTask<FakeAnswer> AnswerAsync(FakeRequest request)
    {
        _requests.Enqueue(request);
        var answer = _handlers.TryGetValue(request.Command, out var handler)
            ? await handler(request)
            : await Machine.AnswerAsync(request);
        return answer ?? FakeAnswer.Error($"The command {request.Command} has not been found", "CommandNotFound");
    }

    private async Task UntilStoppedAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            // A handler that waits for what its failed test will never do must not hold the end up.
            await work(_stop.Token).WaitAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The fake was shut while the work waited: that is what shutting it is for.
            return;
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var session = new FakeSession(this, await _listener.AcceptAsync(_stop.Token));
                _session = session;
                await ServeAsync(session);
                _session = null;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            HangUp();
        }
    }

    private async Task ServeAsync(FakeSession session)
    {
        try
        {
            await session.RunAsync(_options.Greeting, _stop.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            session.Dispose();
        }
    }
}
