using System.Globalization;
using Lodge.LibvirtXml.Xml;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;host&gt;</c>: where servers can be reached. The model has <c>HOST</c> or <c>HOST:PORT</c>, with brackets around an IPv6 address before a port.</summary>
internal static class HostXml
{
    public static IReadOnlyList<string> Read(Element source)
    {
        var hosts = source.Children("host").Select(ReadOne).ToList();
        return hosts.Count > 0 ? hosts : throw source.Invalid("missing element <host> in <source>");
    }

    /// <summary>Whether a port is named.</summary>
    public static bool HasPort(string host) => Split(host).Port is not null;

    public static void Write(XmlOut output, IReadOnlyList<string> hosts)
    {
        foreach (var (name, port) in hosts.Select(Split))
        {
            using var element = output.Element("host");
            output.Attr("name", name).Attr("port", port);
        }
    }

    private static string ReadOne(Element host)
    {
        var name = host.Need("name");
        return host.Int("port") switch
        {
            null or 0 => name,
            var port and > 0 and <= ushort.MaxValue => string.Create(CultureInfo.InvariantCulture, $"{(name.Contains(':', StringComparison.Ordinal) ? $"[{name}]" : name)}:{port}"),
            _ => throw host.Invalid("the attribute 'port' of <host> is no port"),
        };
    }

    private static (string Name, long? Port) Split(string host)
    {
        var colon = host.LastIndexOf(':');
        var (name, rest) = colon < 0 ? (host, "") : (host[..colon], host[(colon + 1)..]);
        var isPort = rest.Length > 0 && rest.All(char.IsAsciiDigit) && (!name.Contains(':', StringComparison.Ordinal) || name.EndsWith(']'));
        return isPort ? (name.Trim('[', ']'), long.Parse(rest, CultureInfo.InvariantCulture)) : (host.Trim('[', ']'), null);
    }
}
