using System.Net.WebSockets;
using Lodge.Api.Contracts;
using Lodge.Client.Http;
using Lodge.Model.Errors;

namespace Lodge.Client.Consoles;

/// <summary>Opens the WebSocket of a console, over the same handlers as every other request.</summary>
internal static class ConsoleOpener
{
    public static async Task<ConsoleConnection> OpenAsync(
        ApiTransport transport, string vm, ConsoleMode mode, string? device, CancellationToken cancellationToken)
    {
        var http = new Uri(transport.Address.BaseUri, ApiPath.Console(vm, mode, device));
        var address = new UriBuilder(http) { Scheme = http.Scheme == "https" ? "wss" : "ws" }.Uri;

        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(30);
            socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            await socket.ConnectAsync(address, transport.Invoker, cancellationToken);
            return new ConsoleConnection(socket, transport.Address);
        }
        catch (WebSocketException e)
        {
            socket.Dispose();
            throw e.InnerException as LodgeException ?? new LodgeException(
                ErrorCode.Unreachable,
                $"What answers at {transport.Address} opened no console ({e.Message}).",
                "Check the address; a proxy in between must let WebSockets pass.",
                e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
