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
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _sending = new(1, 1);

    /// <summary>Runs until the client leaves, the console closes, or <paramref name="stop"/> is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var cut = new CancellationTokenSource();
        await GuardAsync(SendAsync(new ConsoleControl { Type = "attached", Writer = session.IsWriter }, cut.Token));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var outbound = GuardAsync(ShowAsync(leave.Token, cut.Token));
        var inbound = GuardAsync(TypeAsync(cut.Token));
        await Task.WhenAny(outbound, inbound);
        await leave.CancelAsync();
        await outbound;
        cut.CancelAfter(Goodbye);
        await CloseAsync(cut.Token);
        await inbound;
    }

    private async Task ShowAsync(CancellationToken leave, CancellationToken cut)
    {
        var farewell = "This client read too slowly and was cut off; open the console again.";
        try
        {
            await foreach (var message in session.ReadAsync(leave))
            {
                farewell = message is ConsoleClosed closed ? closed.Detail : farewell;
                await ShowAsync(message, cut);
            }
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            farewell = "The daemon is stopping, and the VM goes on; open the console again when it is back.";
        }

        await SendAsync(new ConsoleControl { Type = "closed", Detail = farewell }, cut);
    }

    private Task ShowAsync(ConsoleMessage message, CancellationToken cancellationToken) => message switch
    {
        ConsoleData { Data.IsEmpty: false } printed => SendAsync(printed.Data, WebSocketMessageType.Binary, cancellationToken),
        ConsoleWriterChanged changed => SendAsync(
            new ConsoleControl
            {
                Type = changed.IsWriter ? "writer-gained" : "writer-lost",
                Writer = changed.IsWriter,
                Detail = changed.Detail,
            },
            cancellationToken),
        _ => Task.CompletedTask,
    };

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
        while (!whole)
        {
            // What does not fit is read over itself, to its end.
            var part = await socket.ReceiveAsync(buffer.AsMemory(length % buffer.Length), cancellationToken);
            (length, whole) = (Math.Min(length + part.Count, 2 * buffer.Length), part.EndOfMessage);
        }

        try
        {
            Obey(length <= buffer.Length ? JsonErrors.Read(buffer.AsMemory(0, length), ApiJson.Default.ConsoleControl).Type : "too long");
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
                throw new LodgeException(ErrorCode.InvalidArgument, $"A message to a console is not '{type}'.", "Send {\"type\":\"take\"} or {\"type\":\"release\"}.");
        }
    }

    private Task RefuseAsync(LodgeError error, CancellationToken cancellationToken) => SendAsync(
        new ConsoleControl { Type = "refused", Writer = session.IsWriter, Detail = error.ToString() }, cancellationToken);

    private Task SendAsync(ConsoleControl control, CancellationToken cancellationToken) => SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(control, ReadableJson.Compact.ConsoleControl), WebSocketMessageType.Text, cancellationToken);

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

    private Task CloseAsync(CancellationToken cancellationToken) => GuardAsync(
        socket.State is WebSocketState.Open or WebSocketState.CloseReceived
            ? socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken)
            : Task.CompletedTask);

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
