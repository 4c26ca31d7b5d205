using System.Globalization;
using System.Net;

namespace Lodge.Model.Firewall.Filters;

/// <summary>What can be told of the values of a filter's attributes without a card (libvirt.org/formatnwfilter.html). Pure.</summary>
internal static class FilterValues
{
    private const int LongestMask = 128;
    private const int MacBytes = 6;

    /// <summary>What a value would have to be; null when it may be right, as a variable may.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="value">Its value.</param>
    public static string? Flaw(string name, string value)
    {
        if (value.StartsWith('$'))
        {
            return null;
        }

        return name switch
        {
            "srcportstart" or "srcportend" or "dstportstart" or "dstportend" => IsPort(value) ? null : "a port, 0 to 65,535",
            _ when name.EndsWith("macaddr", StringComparison.Ordinal) || name.EndsWith("macmask", StringComparison.Ordinal) => IsMac(value) ? null : "a MAC address",
            _ when name.EndsWith("ipmask", StringComparison.Ordinal) => IsAddress(value) || IsUpTo(value, LongestMask) ? null : "a mask or the length of a prefix",
            _ when name.EndsWith("ipaddr", StringComparison.Ordinal) || name is "srcipfrom" or "srcipto" or "dstipfrom" or "dstipto" =>
                IsAddress(value) ? null : "an IP address",
            _ => null,
        };
    }

    // The parser takes 10.1 for an address as well.
    private static bool IsAddress(string value) => (value.Contains(':', StringComparison.Ordinal) || value.Count(letter => letter == '.') == 3) && IPAddress.TryParse(value, out _);

    private static bool IsPort(string value) => value.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? ushort.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
        : IsUpTo(value, ushort.MaxValue);

    private static bool IsUpTo(string value, int most) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most;

    private static bool IsMac(string value) => value.Split(':') is { Length: MacBytes } bytes
        && bytes.All(part => part.Length is 1 or 2 && part.All(char.IsAsciiHexDigit));
}
