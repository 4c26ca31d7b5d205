using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Cli.Networks;

/// <summary>Reads port forwards as people write them. Pure.</summary>
internal static class ForwardSpec
{
    private const string Example = "Write PORT:GUEST or PORT:GUEST:PORT, such as 2222:web1:22, 8000-8010:10.7.0.5, udp/53:dns1 or 8080:[fd00::5]:80.";

    /// <summary>The forward of <c>[udp/]PORT[-LAST]:TARGET[:PORT]</c>.</summary>
    /// <exception cref="LodgeException">It is none.</exception>
    public static PortForward Parse(string text)
    {
        var end = text.IndexOf(':', StringComparison.Ordinal);
        return end > 0
            ? Of(text[..end], text[(end + 1)..], null, null)
            : throw new LodgeException(ErrorCode.InvalidArgument, $"'{text}' is no port forward.", Example);
    }

    /// <summary>The forward from ports of the host to a guest.</summary>
    /// <param name="ports"><c>[PROTOCOL/]PORT[-LAST]</c>.</param>
    /// <param name="target"><c>TARGET[:PORT]</c>; an IPv6 address in brackets when a port follows.</param>
    /// <param name="protocol">The protocol, when <paramref name="ports"/> does not say.</param>
    /// <param name="address">Address of the host; null for all.</param>
    /// <exception cref="LodgeException">A part cannot be read.</exception>
    public static PortForward Of(string ports, string target, TransportProtocol? protocol, string? address)
    {
        var (named, first, last) = Ports(ports);
        var (guest, port) = Target(target);
        return new PortForward
        {
            Port = first,
            LastPort = last,
            Protocol = protocol ?? named ?? TransportProtocol.Tcp,
            Address = address,
            Target = guest,
            TargetPort = port,
        };
    }

    /// <summary>Protocol and ports of <c>[PROTOCOL/]PORT[-LAST]</c>.</summary>
    /// <exception cref="LodgeException">It is something else.</exception>
    public static (TransportProtocol? Protocol, int First, int? Last) Ports(string text)
    {
        var at = text.IndexOf('/', StringComparison.Ordinal);
        var protocol = at < 0 ? (TransportProtocol?)null : ProtocolOf(text[..at], text);
        return text[(at + 1)..].Split('-', 2) switch
        {
            [var first, var last] => (protocol, Port(first, text), Port(last, text)),
            [var only] => (protocol, Port(only, text), null),
            _ => throw Wrong(text),
        };
    }

    /// <summary>The forward as people write it.</summary>
    public static string Text(PortForward forward) => $"{Source(forward)} → {Destination(forward)}";

    /// <summary>Its ports of the host.</summary>
    public static string Source(PortForward forward) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(forward.Address is { } address ? $"{Bracketed(address)}:" : "")}{forward.Port}{(forward.LastPort is { } last ? $"-{last}" : "")}/{(forward.Protocol == TransportProtocol.Udp ? "udp" : "tcp")}");

    /// <summary>Where they lead.</summary>
    public static string Destination(PortForward forward) => string.Create(
        CultureInfo.InvariantCulture, $"{Bracketed(forward.Target)}:{forward.TargetPort ?? forward.Port}");

    private static (string Guest, int? Port) Target(string text)
    {
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            var rest = text[(end + 1)..];
            return (text[1..end], rest.Length == 0 ? null : rest[0] == ':' ? Port(rest[1..], text) : throw Wrong(text));
        }

        var parts = text.Split(':');
        return parts switch
        {
            [{ Length: > 0 } guest] => (guest, null),
            [{ Length: > 0 } guest, var port] => (guest, Port(port, text)),
            { Length: > 2 } => (text, null),
            _ => throw Wrong(text),
        };
    }

    private static TransportProtocol ProtocolOf(string word, string text) => word switch
    {
        "tcp" => TransportProtocol.Tcp,
        "udp" => TransportProtocol.Udp,
        _ => throw Wrong(text),
    };

    private static int Port(string digits, string text) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue ? port : throw Wrong(text);

    private static string Bracketed(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;

    private static LodgeException Wrong(string text) =>
        new(ErrorCode.InvalidArgument, $"'{text}' is not understood; a port is a number from 1 to 65,535.", Example);
}
