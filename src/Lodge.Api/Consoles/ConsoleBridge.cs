using System.Net.WebSockets;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Api.Errors;
using Lodge.Engine.Consoles;
using Lodge.Model.Errors;

namespace Lodge.Api.Consoles;

/// <summary>Carries bytes and control messages between a WebSocket and a console session, in both directions at once.</summary>
internal sealed class ConsoleBridge(ConsoleSession session, WebSocket socket)
{
    private const int LongestControl = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Runs until either side is done, or <paramref name="end"/> is cancelled.</summary>
    public async Task RunAsync(CancellationTokenSource end)
    {
        await SendAsync(new ConsoleControl { Type = "attached", Writer = session.IsWriter }, end.Token);
        var outbound = GuardAsync(ShowAsync(end.Token));
        var inbound = GuardAsync(TypeAsync(end.Token));
        await Task.WhenAny(outbound, inbound);
        await CloseAsync();
        await end.CancelAsync();
        await Task.WhenAll(outbound, inbound);
        _sending.Dispose();
    }

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        var farewell = new ConsoleControl
        {
            Type = "closed",
            Detail = "This client read too slowly and was cut off; open the console again.",
        };
        await foreach (var message in session.ReadAsync(cancellationToken))
        {
            switch (message)
            {
                case ConsoleData { Data.IsEmpty: false } printed:
                    await SendAsync(printed.Data, WebSocketMessageType.Binary, cancellationToken);
                    break;
                case ConsoleWriterChanged changed:
                    await SendAsync(
                        new ConsoleControl
                        {
                            Type = changed.IsWriter ? "writer-gained" : "writer-lost",
                            Writer = changed.IsWriter,
                            Detail = changed.Detail,
                        },
                        cancellationToken);
                    break;
                case ConsoleClosed closed:
                    farewell = farewell with { Detail = closed.Detail };
                    break;
            }
        }

        await SendAsync(farewell, cancellationToken);
    }

    private async Task TypeAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestControl];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            switch (part.MessageType)
            {
                case WebSocketMessageType.Close:
                    return;
                case WebSocketMessageType.Binary:
                    await WriteAsync(buffer.AsMemory(0, part.Count), cancellationToken);
                    break;
                default:
                    await ObeyAsync(buffer, part.Count, part.EndOfMessage, cancellationToken);
                    break;
            }
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> typed, CancellationToken cancellationToken)
    {
        try
        {
            await session.WriteAsync(typed, cancellationToken);
        }
        catch (LodgeException e)
        {
            await RefuseAsync(e.Error, cancellationToken);
        }
    }

    private async Task ObeyAsync(byte[] buffer, int length, bool whole, CancellationToken cancellationToken)
    {
        while (!whole && length < buffer.Length)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            (length, whole) = (length + part.Count, part.EndOfMessage);
        }

        try
        {
            var control = JsonErrors.Read(whole ? buffer.AsMemory(0, length) : default, ApiJson.Default.ConsoleControl);
            Obey(control.Type);
        }
        catch (LodgeException e)
        {
            await RefuseAsync(e.Error, cancellationToken);
        }
    }

    private void Obey(string type)
    {
        switch (type)
        {
            case "take":
                session.Take();
                break;
            case "release":
                session.Release();
                break;
            default:
                throw new LodgeException(ErrorCode.InvalidArgument, $"'{type}' is no message to a console.", "Send take or release.");
        }
    }

    private Task RefuseAsync(LodgeError error, CancellationToken cancellationToken) => SendAsync(
        new ConsoleControl { Type = "refused", Writer = session.IsWriter, Detail = error.ToString() }, cancellationToken);

    private Task SendAsync(ConsoleControl control, CancellationToken cancellationToken) => SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(control, ApiJson.Default.ConsoleControl), WebSocketMessageType.Text, cancellationToken);

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        await _sending.WaitAsync(limit.Token);
        try
        {
            await socket.SendAsync(bytes, type, endOfMessage: true, limit.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await GuardAsync(socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token)
            : Task.CompletedTask);
    }

    // A client that vanishes ends its session like one that says goodbye.
    private static async Task GuardAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
    }
}
