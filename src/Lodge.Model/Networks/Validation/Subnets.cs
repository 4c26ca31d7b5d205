using System.Net;
using System.Net.Sockets;

namespace Lodge.Model.Networks.Validation;

/// <summary>Addresses with prefixes.</summary>
public static class Subnets
{
    /// <summary>Splits the host's address and the prefix, such as <c>192.168.122.1/24</c>; null for a text that is none.</summary>
    public static (IPAddress Address, IPNetwork Network)? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !TryParseAddress(text[..slash], out var address) || !int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out var prefix))
        {
            return null;
        }

        return prefix <= Bits(address) ? (address, new IPNetwork(Masked(address, prefix), prefix)) : null;
    }

    /// <summary>Whether two subnets share an address; false for texts that are none.</summary>
    public static bool Overlap(string one, string other) =>
        Parse(one) is { } a && Parse(other) is { } b && (a.Network.Contains(b.Network.BaseAddress) || b.Network.Contains(a.Network.BaseAddress));

    /// <summary>An IP address in its full form: <c>10.1</c>, scopes and brackets are none.</summary>
    public static bool TryParseAddress(string? text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text is null || !IPAddress.TryParse(text, out var parsed) || text.Contains('[', StringComparison.Ordinal) || text.Contains('%', StringComparison.Ordinal)
            || (parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() != text))
        {
            return false;
        }

        address = parsed;
        return true;
    }

    /// <summary>The last address of a network: for IPv4 where broadcasts go.</summary>
    public static IPAddress Last(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }

    /// <summary>Compares two addresses of one family by their numbers.</summary>
    public static int Compare(IPAddress one, IPAddress other) => one.GetAddressBytes().AsSpan().SequenceCompareTo(other.GetAddressBytes());

    /// <summary>How many bits an address has.</summary>
    public static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;

    private static IPAddress Masked(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }
}
