using System.Net;
using System.Net.Sockets;
using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Network.Planning;

/// <summary>Finds addresses that nothing uses, and moves a subnet there. Pure.</summary>
internal static class FreeSubnets
{
    private const int Usual = 122;
    private const int PrefixLength = 24;

    /// <summary>The first network 192.168.N.0/24 from N = 122 upwards, and then from 0, that overlaps with none of those in use.</summary>
    /// <exception cref="LodgeException">There is none.</exception>
    public static IPNetwork Find(IReadOnlyList<IPNetwork> used)
    {
        foreach (var number in Enumerable.Range(Usual, 256 - Usual).Concat(Enumerable.Range(0, Usual)))
        {
            var candidate = new IPNetwork(new IPAddress([192, 168, (byte)number, 0]), PrefixLength);
            if (!used.Any(one => HostSubnet.Overlap(one, candidate)))
            {
                return candidate;
            }
        }

        throw new LodgeException(
            ErrorCode.InsufficientResources, "No network 192.168.N.0/24 is free on this host.", "Give the network addresses of another range, such as 10.77.0.1/24.");
    }

    /// <summary>What a subnet is when nothing is said of it: the host has the first address, and lends all others.</summary>
    public static SubnetDefinition Standard(IPNetwork network) => new()
    {
        Address = $"{At(network, 1)}/{PrefixLength}",
        Dhcp = new DhcpDefinition { Ranges = [new AddressRange { Start = At(network, 2), End = At(network, 254) }] },
    };

    /// <summary>Moves a subnet of a definition: all its addresses keep their last byte.</summary>
    public static NetworkDefinition Move(NetworkDefinition network, int index, IPNetwork to)
    {
        var subnets = network.Subnets.ToList();
        var old = HostSubnet.All(network)[index].Network;
        var subnet = subnets[index];
        subnets[index] = subnet with
        {
            Address = $"{Moved(subnet.Address.Split('/')[0], old, to)}/{PrefixLength}",
            Dhcp = subnet.Dhcp is not { } dhcp ? null : dhcp with
            {
                Ranges = dhcp.Ranges?.Select(range => range with { Start = Moved(range.Start, old, to), End = Moved(range.End, old, to) }).ToList(),
                Reservations = dhcp.Reservations?.Select(one => one with { Address = Moved(one.Address, old, to) }).ToList(),
                BootServer = dhcp.BootServer is { } server ? Moved(server, old, to) : null,
            },
        };
        return network with { Subnets = subnets };
    }

    private static string Moved(string text, IPNetwork from, IPNetwork to) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && from.Contains(address)
            ? At(to, address.GetAddressBytes()[3])
            : text;

    private static string At(IPNetwork network, byte last)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        bytes[3] = last;
        return new IPAddress(bytes).ToString();
    }
}
