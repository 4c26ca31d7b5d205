using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lodge.LibvirtXml.Xml;

namespace Lodge.LibvirtXml.Networks;

/// <summary>
/// Addresses as texts. libvirt has address and prefix (or netmask) apart, Lodge together: <c>192.168.122.1/24</c>.
/// </summary>
internal static class IpText
{
    /// <summary>An attribute that must be there and hold an address; written the usual way.</summary>
    public static string Need(Element element, string name) => Parse(element, name, element.Need(name)).ToString();

    /// <summary>An attribute that holds an address if it is there.</summary>
    public static string? Of(Element element, string name) => element.Attr(name) is { Length: > 0 } text ? Parse(element, name, text).ToString() : null;

    /// <summary>Reads <c>family</c>, <c>address</c>, and <c>netmask</c> or <c>prefix</c> of an element.</summary>
    public static string ReadPrefixed(Element element)
    {
        var address = Parse(element, "address", element.Need("address"));
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var family = element.Attr("family") ?? "ipv4";
        if (family is not ("ipv4" or "ipv6"))
        {
            throw element.Invalid($"'{family}' for the attribute 'family' of <{element.Name}>; known are ipv4, ipv6");
        }

        if (isV6 != (family == "ipv6"))
        {
            throw element.Invalid($"the family '{family}' does not fit the address '{address}' of <{element.Name}>; say family='{(isV6 ? "ipv6" : "ipv4")}'");
        }

        return $"{address}/{Length(element, address).ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Writes those attributes: a netmask for IPv4 where libvirt's own XML has one, else a prefix.</summary>
    public static void WritePrefixed(XmlOut output, string text, bool netmask)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (address, prefix) = slash < 0 ? (text, null) : (text[..slash], text[(slash + 1)..]);
        var isV6 = address.Contains(':', StringComparison.Ordinal);
        output.Attr("family", isV6 ? "ipv6" : null).Attr("address", address);
        if (!isV6 && netmask && int.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= 32)
        {
            output.Attr("netmask", Mask(length));
        }
        else
        {
            output.Attr("prefix", prefix);
        }
    }

    private static int Length(Element element, IPAddress address)
    {
        var most = address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;
        if (element.Attr("netmask") is { Length: > 0 } netmask)
        {
            return element.Attr("prefix") is not null ? throw element.Invalid($"<{element.Name}> has both a netmask and a prefix; leave one of them out")
                : OfMask(netmask) ?? throw element.Invalid($"'{netmask}' for the attribute 'netmask' of <{element.Name}> is not a netmask");
        }

        return element.Int("prefix") is not { } length ? Usual(address)
            : length >= 0 && length <= most ? length
            : throw element.Invalid($"'{length}' for the attribute 'prefix' of <{element.Name}>; it is 0 to {most}");
    }

    // What libvirt takes when nothing is said: the class of an IPv4 address (RFC 791), 64 for IPv6.
    private static int Usual(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? 64 : address.GetAddressBytes()[0] switch { < 128 => 8, < 192 => 16, < 224 => 24, _ => 32 };

    private static string Mask(int length)
    {
        var bits = length == 0 ? 0 : uint.MaxValue << (32 - length);
        return new IPAddress([(byte)(bits >> 24), (byte)(bits >> 16), (byte)(bits >> 8), (byte)bits]).ToString();
    }

    private static int? OfMask(string text)
    {
        for (var length = 0; length <= 32; length++)
        {
            if (Mask(length) == text)
            {
                return length;
            }
        }

        return null;
    }

    private static IPAddress Parse(Element element, string name, string text) =>
        IsPlain(text) && IPAddress.TryParse(text, out var address) ? address
            : throw element.Invalid($"'{text}' for the attribute '{name}' of <{element.Name}> is not an IP address");

    // The parser of the platform takes shorter forms too, and brackets and zones.
    private static bool IsPlain(string text) =>
        text.Contains(':', StringComparison.Ordinal) ? text.IndexOfAny(['[', '%']) < 0 : text.Count(character => character == '.') == 3;
}
