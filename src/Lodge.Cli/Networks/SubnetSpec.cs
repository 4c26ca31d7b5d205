using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Cli.Networks;

/// <summary>Makes subnets of what a command line says. Pure.</summary>
internal static class SubnetSpec
{
    /// <summary>The word that leaves guests without DHCP.</summary>
    public const string NoDhcp = "none";

    /// <summary>What a network gets whose maker does not care: the daemon moves it to where there is room.</summary>
    public const string Usual = "192.168.122.1/24";

    private const int Ipv4Bits = 32;

    /// <summary>
    /// The subnets. A range of addresses goes to the subnet that it lies in; an IPv4 subnet without any lends all that the
    /// host does not use itself.
    /// </summary>
    /// <param name="addresses">The host's addresses with their prefixes.</param>
    /// <param name="ranges">Ranges <c>FIRST-LAST</c>, or <see cref="NoDhcp"/>.</param>
    /// <exception cref="LodgeException">An address or a range cannot be read, or lies nowhere.</exception>
    public static IReadOnlyList<SubnetDefinition> Make(IReadOnlyList<string> addresses, IReadOnlyList<string> ranges)
    {
        var none = ranges.Contains(NoDhcp);
        if (none && ranges.Count > 1)
        {
            throw Wrong($"--dhcp {NoDhcp} and ranges exclude each other.", "Choose one.");
        }

        var subnets = addresses.Select(Parse).ToArray();
        var given = none ? [] : ranges.Select(range => Range(range, subnets)).ToArray();
        return
        [
            .. subnets.Select((subnet, index) => new SubnetDefinition
            {
                Address = subnet.Text,
                Dhcp = none ? null : Dhcp(subnet, [.. given.Where(range => range.Subnet == index).Select(range => range.Range)]),
            }),
        ];
    }

    private static DhcpDefinition? Dhcp((IPAddress Address, IPNetwork Network, string Text) subnet, AddressRange[] ranges)
    {
        if (ranges.Length > 0)
        {
            return new DhcpDefinition { Ranges = ranges };
        }

        return subnet.Address.AddressFamily == AddressFamily.InterNetwork && Rest(subnet.Address, subnet.Network) is { } rest
            ? new DhcpDefinition { Ranges = [rest] }
            : null;
    }

    // The longer of the stretches below and above the host's own address; null where there is none.
    private static AddressRange? Rest(IPAddress host, IPNetwork network)
    {
        var (low, own) = (Number(network.BaseAddress), Number(host));
        var high = low + (uint)((1L << (Ipv4Bits - network.PrefixLength)) - 1);
        var (below, above) = ((long)own - low - 1, (long)high - own - 1);
        return Math.Max(below, above) < 1
            ? null
            : above >= below
                ? new AddressRange { Start = Text(own + 1), End = Text(high - 1) }
                : new AddressRange { Start = Text(low + 1), End = Text(own - 1) };
    }

    private static (int Subnet, AddressRange Range) Range(string text, (IPAddress Address, IPNetwork Network, string Text)[] subnets)
    {
        if (text.Split('-') is not [var first, var last] || !IPAddress.TryParse(first, out var start) || !IPAddress.TryParse(last, out var end))
        {
            throw Wrong($"'{text}' is no range of addresses.", "Write --dhcp FIRST-LAST, such as 10.7.0.10-10.7.0.99, or --dhcp none.");
        }

        var index = Array.FindIndex(subnets, subnet => subnet.Network.Contains(start) && subnet.Network.Contains(end));
        return index >= 0
            ? (index, new AddressRange { Start = start.ToString(), End = end.ToString() })
            : throw Wrong(
                $"The range {text} lies in no subnet of the network.",
                subnets.Length == 0 ? "Name the subnet too: --subnet 10.7.0.1/24." : $"The subnets are: {string.Join(", ", subnets.Select(subnet => subnet.Text))}.");
    }

    private static (IPAddress Address, IPNetwork Network, string Text) Parse(string text)
    {
        if (text.Split('/') is not [var address, var length]
            || !IPAddress.TryParse(address, out var host)
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            || prefix > (host.AddressFamily == AddressFamily.InterNetwork ? Ipv4Bits : 4 * Ipv4Bits))
        {
            throw Wrong($"'{text}' is no subnet.", "Write the host's address and the prefix, such as --subnet 10.7.0.1/24 or --subnet fd00:7::1/64.");
        }

        return (host, new IPNetwork(Base(host, prefix), prefix), text);
    }

    private static IPAddress Base(IPAddress host, int prefix)
    {
        var bytes = host.GetAddressBytes();
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }

    private static uint Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static string Text(uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes).ToString();
    }

    private static LodgeException Wrong(string message, string remedy) => new(ErrorCode.InvalidArgument, message, remedy);
}
