using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Planning;

/// <summary>A running network as rules see it.</summary>
/// <param name="Definition">What it runs with.</param>
/// <param name="Bridge">Its bridge.</param>
internal sealed record GuestNetwork(NetworkDefinition Definition, string Bridge)
{
    /// <summary>Addresses of the host in it.</summary>
    public IReadOnlyList<IPAddress> Gateways { get; } = [.. Definition.Subnets.Select(subnet => IPAddress.Parse(subnet.Address.Split('/')[0]))];

    /// <summary>
    /// The host's address on the bridge's own link, by which routers are known (RFC 4861, section 4.2), made of its MAC address
    /// (RFC 4291, appendix A); null where the host has none.
    /// </summary>
    public IPAddress? LinkLocal { get; } =
        Definition.Bridge?.Mac is { } mac && Definition.Subnets.Any(subnet => subnet.Address.Contains(':', StringComparison.Ordinal)) ? LinkLocalOf(mac) : null;

    /// <summary>Its subnets, without what is behind guests.</summary>
    public IReadOnlyList<IPNetwork> Subnets { get; } = [.. Definition.Subnets.Select(subnet => NetworkOf(subnet.Address))];

    /// <summary>Networks behind guests.</summary>
    public IReadOnlyList<IPNetwork> Behind { get; } = [.. Definition.Routes.OrEmpty().Select(route => NetworkOf(route.Destination))];

    /// <summary>Whether the host routes for it by rules of Lodge's.</summary>
    public bool IsGuarded => Definition.Mode is NetworkMode.Nat or NetworkMode.Routed or NetworkMode.Isolated;

    /// <summary>Whether guests have IPv6: by a subnet, or since it was asked for, or since it is not Lodge's to say.</summary>
    public bool AllowsIpv6 => !IsGuarded || Definition.GuestIpv6 == true || GatewaysOf(AddressFamily.InterNetworkV6).Count > 0;

    /// <summary>Networks of one state that a bridge was made for.</summary>
    public static IReadOnlyList<GuestNetwork> All(FirewallState state) =>
        [.. state.Networks
            .Where(network => network.Bridge is not null && network.Definition.Mode is not (NetworkMode.Bridge or NetworkMode.Macvtap))
            .Select(network => new GuestNetwork(network.Definition, network.Bridge!))
            .OrderBy(network => network.Bridge, StringComparer.Ordinal)];

    /// <summary>The network that an address with its prefix is in.</summary>
    public static IPNetwork NetworkOf(string text)
    {
        var parts = text.Split('/');
        var bytes = IPAddress.Parse(parts[0]).GetAddressBytes();
        var prefix = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : bytes.Length * 8;
        for (var bit = prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), prefix);
    }

    /// <summary>Addresses of the host in it, of one family.</summary>
    public IReadOnlyList<string> GatewaysOf(AddressFamily family) =>
        [.. Gateways.Where(gateway => gateway.AddressFamily == family).Select(gateway => gateway.ToString())];

    /// <summary>Addresses that its guests send from, in a rule.</summary>
    public string? Sources(AddressFamily family) => Text([.. Subnets, .. Behind], family);

    /// <summary>Its subnets, in a rule.</summary>
    public string? SubnetText(AddressFamily family) => Text(Subnets, family);

    /// <summary>Whether two networks may reach each other.</summary>
    public bool IsOfTheTenantOf(GuestNetwork other) =>
        !string.IsNullOrEmpty(Definition.Tenant) && Definition.Tenant == other.Definition.Tenant;

    private static IPAddress LinkLocalOf(string mac)
    {
        var bytes = PhysicalAddress.Parse(mac).GetAddressBytes();
        return new IPAddress([0xfe, 0x80, 0, 0, 0, 0, 0, 0, (byte)(bytes[0] ^ 2), bytes[1], bytes[2], 0xff, 0xfe, bytes[3], bytes[4], bytes[5]]);
    }

    // A set of a rule takes no networks that lie in each other.
    private static string? Text(IEnumerable<IPNetwork> networks, AddressFamily family)
    {
        var all = networks.Where(network => network.BaseAddress.AddressFamily == family).Distinct().ToList();
        var outer = all.Where(one => !all.Any(other => other.PrefixLength < one.PrefixLength && other.Contains(one.BaseAddress)));
        var text = outer.Select(network => network.ToString()).ToList();
        return text.Count == 0 ? null : NftWords.AnyOf(text);
    }
}
