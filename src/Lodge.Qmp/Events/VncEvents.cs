using System.Text.Json.Serialization;

namespace Lodge.Qmp.Events;

/// <summary>VNC_CONNECTED: somebody opened a connection to the VNC server.</summary>
/// <param name="Server">Which server.</param>
/// <param name="Client">From where.</param>
public sealed record VncConnectedEvent(VncServerAddress Server, VncAddress Client) : QmpEvent;

/// <summary>VNC_INITIALIZED: that somebody is authenticated and sees the screen.</summary>
/// <param name="Server">Which server.</param>
/// <param name="Client">Who, from where.</param>
public sealed record VncInitializedEvent(VncServerAddress Server, VncClientAddress Client) : QmpEvent;

/// <summary>VNC_DISCONNECTED: the connection is over.</summary>
/// <param name="Server">Which server.</param>
/// <param name="Client">Who, from where.</param>
public sealed record VncDisconnectedEvent(VncServerAddress Server, VncClientAddress Client) : QmpEvent;

/// <summary>Where a VNC client comes from, when nothing else is known about it yet.</summary>
/// <param name="Host">Host name or address; empty for a unix socket.</param>
/// <param name="Service">Port, or the path of a unix socket.</param>
/// <param name="Family"><c>ipv4</c>, <c>ipv6</c>, <c>unix</c>, <c>vsock</c> or <c>unknown</c>.</param>
/// <param name="Websocket">Whether it came through the WebSocket port.</param>
public sealed record VncAddress(string Host, string Service, string Family, bool Websocket);

/// <summary>A VNC server's address.</summary>
/// <param name="Host">Host name or address; empty for a unix socket.</param>
/// <param name="Service">Port, or the path of a unix socket.</param>
/// <param name="Family"><c>ipv4</c>, <c>ipv6</c>, <c>unix</c>, <c>vsock</c> or <c>unknown</c>.</param>
/// <param name="Websocket">Whether it is the WebSocket port.</param>
/// <param name="Auth">How clients authenticate.</param>
public sealed record VncServerAddress(
    string Host, string Service, string Family, bool Websocket, string? Auth = null);

/// <summary>A VNC client: where it comes from, and who it is.</summary>
/// <param name="Host">Host name or address; empty for a unix socket.</param>
/// <param name="Service">Port, or the path of a unix socket.</param>
/// <param name="Family"><c>ipv4</c>, <c>ipv6</c>, <c>unix</c>, <c>vsock</c> or <c>unknown</c>.</param>
/// <param name="Websocket">Whether it came through the WebSocket port.</param>
/// <param name="X509Dname">The name in its certificate, if it showed one.</param>
/// <param name="SaslUsername">The name it signed in with, if it did.</param>
public sealed record VncClientAddress(
    string Host,
    string Service,
    string Family,
    bool Websocket,
    [property: JsonPropertyName("x509_dname")] string? X509Dname = null,
    [property: JsonPropertyName("sasl_username")] string? SaslUsername = null);
