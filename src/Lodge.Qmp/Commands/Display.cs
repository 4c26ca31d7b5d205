using System.Text.Json;
using Lodge.Qmp.Events;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Commands;

/// <summary>
/// <c>add_client</c>: hands a connected socket, given before with <see cref="GetFdCommand"/>, to a display server.
/// </summary>
/// <param name="protocol"><c>vnc</c>, <c>spice</c>, <c>@dbus-display</c>, or the id of a character device.</param>
/// <param name="name">The name that the socket was given under.</param>
/// <param name="skipAuth">Whether the client need not authenticate.</param>
/// <param name="tls">Whether to begin TLS (SPICE only).</param>
public sealed class AddClientCommand(string protocol, string name, bool? skipAuth = null, bool? tls = null)
    : QmpCommand<EmptyReply>("add_client", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("protocol"u8, protocol);
        writer.WriteString("fdname"u8, name);
        writer.WriteOptional("skipauth", skipAuth);
        writer.WriteOptional("tls", tls);
    }
}

/// <summary><c>set_password</c>: sets a display's password.</summary>
public sealed class SetPasswordCommand(
    DisplayProtocol protocol,
    string password,
    ConnectedAction? connected = null,
    string? display = null)
    : QmpCommand<EmptyReply>("set_password", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("protocol"u8, WireEnum<DisplayProtocol>.NameOf(protocol));
        writer.WriteString("password"u8, password);
        writer.WriteOptional("connected", connected);
        writer.WriteOptional("display", display);
    }
}

/// <summary><c>expire_password</c>: says until when a display's password is good.</summary>
/// <param name="protocol">Which display.</param>
/// <param name="time"><c>now</c>, <c>never</c>, <c>+SECONDS</c>, or seconds since 1970.</param>
/// <param name="display">The VNC display's id; null for the first.</param>
public sealed class ExpirePasswordCommand(DisplayProtocol protocol, string time, string? display = null)
    : QmpCommand<EmptyReply>("expire_password", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("protocol"u8, WireEnum<DisplayProtocol>.NameOf(protocol));
        writer.WriteString("time"u8, time);
        writer.WriteOptional("display", display);
    }
}

/// <summary>The displays that can have a password.</summary>
public enum DisplayProtocol
{
    /// <summary>VNC.</summary>
    Vnc = 1,

    /// <summary>SPICE.</summary>
    Spice = 2,
}

/// <summary>What becomes of clients when a password changes. VNC knows only <see cref="Keep"/>.</summary>
public enum ConnectedAction
{
    /// <summary>They stay.</summary>
    Keep = 1,

    /// <summary>If there are any, the change fails.</summary>
    Fail = 2,

    /// <summary>They are sent away.</summary>
    Disconnect = 3,
}

/// <summary><c>query-vnc</c>: the first VNC server and who is connected.</summary>
public sealed class QueryVncCommand() : QmpCommand<VncReply>("query-vnc", ReplyJson.Default.VncReply);

/// <summary>The first VNC server.</summary>
/// <param name="Enabled">Whether there is one; if not, the rest is null.</param>
/// <param name="Host">Its host name or address; empty for a unix socket.</param>
/// <param name="Service">Its port, or the path of a unix socket.</param>
/// <param name="Family"><c>ipv4</c>, <c>ipv6</c>, <c>unix</c>, <c>vsock</c> or <c>unknown</c>.</param>
/// <param name="Auth">How clients authenticate.</param>
/// <param name="Clients">Who is connected.</param>
public sealed record VncReply(
    bool Enabled,
    string? Host = null,
    string? Service = null,
    string? Family = null,
    string? Auth = null,
    IReadOnlyList<VncClientAddress>? Clients = null);
