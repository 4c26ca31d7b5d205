using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Lodge.Api.Contracts;

namespace Lodge.Cli.Tests.Support;

/// <summary>The daemon's side of a console's WebSocket.</summary>
internal sealed class FakeConsolePeer(WebSocket socket)
{
    /// <summary>Says whether the client may write.</summary>
    public Task AttachAsync(bool writer, string? detail = null) => ControlAsync(new ConsoleControl { Type = "attached", Writer = writer, Detail = detail });

    /// <summary>Sends word about the connection.</summary>
    public Task ControlAsync(ConsoleControl control) => socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(control, ApiJson.Default.ConsoleControl), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>Prints as the guest does.</summary>
    public Task PrintAsync(string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Binary, true, CancellationToken.None);

    /// <summary>Reads what the client types until it ends with <paramref name="end"/>; null when it left before.</summary>
    public async Task<string?> ReadUntilAsync(string end)
    {
        var typed = "";
        var buffer = new byte[4096];
        while (!typed.EndsWith(end, StringComparison.Ordinal))
        {
            var part = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            typed += Encoding.UTF8.GetString(buffer, 0, part.Count);
        }

        return typed;
    }

    /// <summary>Waits until the client has left.</summary>
    public async Task UntilLeftAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while ((await socket.ReceiveAsync(buffer, CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException e)
        {
            Assert.Equal(WebSocketError.ConnectionClosedPrematurely, e.WebSocketErrorCode);
        }
    }
}
