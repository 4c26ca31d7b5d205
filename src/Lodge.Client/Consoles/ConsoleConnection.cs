using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Client.Http;
using Lodge.Model.Errors;

namespace Lodge.Client.Consoles;

/// <summary>
/// An open console. One task may read while others write. The guest's past output comes first, after a first
/// <see cref="ConsoleNotice"/> of type <c>attached</c>.
/// </summary>
public sealed class ConsoleConnection : IAsyncDisposable
{
    private const int LongestControl = 16 * 1024;
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(1);

    private readonly WebSocket _socket;
    private readonly LodgeAddress _address;
    private readonly SemaphoreSlim _sending = new(1, 1);

    internal ConsoleConnection(WebSocket socket, LodgeAddress address)
    {
        _socket = socket;
        _address = address;
    }

    /// <summary>What comes from the console, until the VM stops, the daemon ends, or the connection is disposed of.</summary>
    /// <param name="cancellationToken">Ends the connection as a whole, as cancelling a WebSocket's read does.</param>
    /// <exception cref="LodgeException">The connection broke.</exception>
    public async IAsyncEnumerable<ConsoleFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffer = new byte[LongestControl];
        while (true)
        {
            var (type, length) = await ReceiveAsync(buffer, cancellationToken);
            switch (type)
            {
                case WebSocketMessageType.Close:
                    yield break;
                case WebSocketMessageType.Binary:
                    yield return new ConsoleBytes(buffer.AsMemory(0, length));
                    break;
                default:
                    yield return new ConsoleNotice(ParseControl(buffer.AsSpan(0, length)));
                    break;
            }
        }
    }

    /// <summary>Types into the console.</summary>
    /// <remarks>Without the writer lock the daemon drops the bytes and answers with a notice of type <c>refused</c>.</remarks>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        SendAsync(bytes, WebSocketMessageType.Binary, cancellationToken);

    /// <summary>Takes the writer lock, even from another client; a notice of type <c>writer-gained</c> follows.</summary>
    public ValueTask TakeAsync(CancellationToken cancellationToken = default) => SendControlAsync("take", cancellationToken);

    /// <summary>Gives the writer lock back.</summary>
    public ValueTask ReleaseAsync(CancellationToken cancellationToken = default) => SendControlAsync("release", cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var patience = new CancellationTokenSource(ClosePatience);
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // A peer that is gone needs no goodbye.
            _socket.Abort();
        }
        finally
        {
            _socket.Dispose();
        }
    }

    // Bytes are passed on as they arrive; a control message is gathered until it is whole.
    private async ValueTask<(WebSocketMessageType Type, int Length)> ReceiveAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += part.Count;
                if (part.MessageType != WebSocketMessageType.Text || part.EndOfMessage)
                {
                    return (part.MessageType, length);
                }

                if (length == buffer.Length)
                {
                    throw Unexpected(null);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException)
        {
            throw Unreachable.Lost(_address, e);
        }
    }

    private ValueTask SendControlAsync(string type, CancellationToken cancellationToken) => SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(new ConsoleControl { Type = type }, ApiJson.Default.ConsoleControl),
        WebSocketMessageType.Text,
        cancellationToken);

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, WebSocketMessageType type, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(bytes, type, endOfMessage: true, cancellationToken);
        }
        catch (Exception e) when (e is WebSocketException or IOException)
        {
            throw Unreachable.Lost(_address, e);
        }
        finally
        {
            _sending.Release();
        }
    }

    private static ConsoleControl ParseControl(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ClientJson.Lenient.ConsoleControl) ?? throw Unexpected(null);
        }
        catch (JsonException e)
        {
            throw Unexpected(e);
        }
    }

    private static LodgeException Unexpected(Exception? cause) => new(
        ErrorCode.Unsupported,
        "The daemon sent a console message that this program cannot read.",
        "Use programs of the same version on both sides.",
        cause);
}
