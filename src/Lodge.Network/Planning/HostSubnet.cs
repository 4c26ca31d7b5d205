using System.Net;
using System.Net.Sockets;
using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Network.Planning;

/// <summary>A subnet of a network, its address read.</summary>
/// <param name="Address">The host's address.</param>
/// <param name="PrefixLength">Bits of it that name the network.</param>
/// <param name="Definition">What is served there.</param>
internal sealed record HostSubnet(IPAddress Address, int PrefixLength, SubnetDefinition Definition)
{
    /// <summary>Whether it is one of IPv6.</summary>
    public bool IsIpv6 => Address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>All its addresses.</summary>
    public IPNetwork Network => NetworkOf(Address, PrefixLength);

    /// <summary>Reads all subnets of a network.</summary>
    /// <exception cref="LodgeException">An address cannot be read.</exception>
    public static IReadOnlyList<HostSubnet> All(NetworkDefinition network) => [.. network.Subnets.Select(Read)];

    /// <summary>The network that an address is in.</summary>
    public static IPNetwork NetworkOf(IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        for (var bit = prefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), prefixLength);
    }

    /// <summary>Whether two networks have an address in common.</summary>
    public static bool Overlap(IPNetwork one, IPNetwork other) =>
        one.BaseAddress.AddressFamily == other.BaseAddress.AddressFamily && (one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress));

    private static HostSubnet Read(SubnetDefinition subnet)
    {
        var parts = subnet.Address.Split('/');
        return parts.Length == 2 && IPAddress.TryParse(parts[0], out var address) && int.TryParse(parts[1], out var prefix)
            && prefix >= 0 && prefix <= address.GetAddressBytes().Length * 8
            ? new HostSubnet(address, prefix, subnet)
            : throw new LodgeException(
                ErrorCode.InvalidArgument, $"'{subnet.Address}' is no address with a prefix.", "Write the host's address in the subnet, such as 192.168.122.1/24.");
    }
}
