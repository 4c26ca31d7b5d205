using System.Net;
using System.Net.Sockets;

namespace Lodge.Linux.Network.Netlink;

/// <summary>Addresses as bytes, in network order.</summary>
internal static class IpBytes
{
    private const byte InterNetwork = 2;
    private const byte InterNetworkV6 = 10;

    /// <summary>AF_INET or AF_INET6, as the kernel numbers them.</summary>
    public static byte Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? InterNetwork : InterNetworkV6;

    /// <summary>The address; null when there are neither 4 nor 16 bytes.</summary>
    public static IPAddress? Read(ReadOnlySpan<byte> bytes) => bytes.Length is 4 or 16 ? new IPAddress(bytes) : null;

    /// <summary>The last address of a network, by which all its hosts are reached.</summary>
    public static byte[] Last(IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return bytes;
    }
}
