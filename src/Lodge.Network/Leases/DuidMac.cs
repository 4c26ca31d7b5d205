using System.Globalization;

namespace Lodge.Network.Leases;

/// <summary>The MAC address within a DHCP unique identifier (RFC 8415, section 11), where there is one. Pure.</summary>
internal static class DuidMac
{
    private const int Ethernet = 1;
    private const int MacBytes = 6;

    /// <summary>The address; null when the identifier was made otherwise.</summary>
    /// <param name="duid">Hexadecimal with colons; null gives null.</param>
    public static string? Of(string? duid)
    {
        var bytes = (duid ?? "").Split(':');
        if (bytes.Length < 4 || Number(bytes, 2) != Ethernet)
        {
            return null;
        }

        // Kind 1: hardware, time (4 bytes), address. Kind 3: hardware, address.
        var start = Number(bytes, 0) switch { 1 => 8, 3 => 4, _ => bytes.Length };
        return bytes.Length - start == MacBytes ? string.Join(':', bytes[start..]).ToLowerInvariant() : null;
    }

    private static int Number(string[] bytes, int at) =>
        int.TryParse(bytes[at] + bytes[at + 1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
