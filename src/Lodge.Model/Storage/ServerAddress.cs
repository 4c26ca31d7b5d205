using System.Globalization;

namespace Lodge.Model.Storage;

/// <summary>A server as pools name it: <c>HOST</c> or <c>HOST:PORT</c>, with an IPv6 address in brackets before a port.</summary>
/// <param name="Host">Name or address, without brackets.</param>
/// <param name="Port">Port, 1 to 65,535; null where none is named.</param>
public sealed record ServerAddress(string Host, int? Port)
{
    /// <summary>Reads what a pool names.</summary>
    /// <param name="text">The text, which was found sound.</param>
    public static ServerAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        var hasPort = colon > 0 && (!host.Contains(':', StringComparison.Ordinal) || host.EndsWith(']'))
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return hasPort
            ? new ServerAddress(host.Trim('[', ']'), int.Parse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture))
            : new ServerAddress(text.Trim('[', ']'), null);
    }

    /// <summary>As it stands in an address: an IPv6 address in brackets.</summary>
    /// <param name="otherwise">The port where none is named.</param>
    public string WithPort(int otherwise) => string.Create(
        CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port ?? otherwise}");
}
