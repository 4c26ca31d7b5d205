using System.Globalization;
using Lodge.Linux.Network;

namespace Lodge.Network.HostBridges.Facts;

/// <summary>
/// Settings of an interface that go with its addresses (Documentation/networking/ip-sysctl.rst). Those that are not listed are
/// about the hardware, or are the kernel's own business.
/// </summary>
internal static class LinkSettings
{
    /// <summary>Switches IPv6 of an interface off; the first, since it takes the other settings' effects away.</summary>
    public const string DisableIpv6 = "disable_ipv6";

    /// <summary>How the kernel makes up an address of the link for the interface.</summary>
    public const string AddressMaking = "addr_gen_mode";

    /// <summary>Value of <see cref="AddressMaking"/>: not at all.</summary>
    public const int NoAddressMaking = 1;

    // This one needs a secret, which each interface has for itself.
    private const int ByStableSecret = 2;

    private static readonly string[] s_ipv6 =
    [
        DisableIpv6, "accept_ra", "accept_ra_defrtr", "accept_ra_pinfo", "accept_ra_rtr_pref", "accept_ra_rt_info_min_plen",
        "accept_ra_rt_info_max_plen", "accept_ra_mtu", "accept_ra_min_hop_limit", "accept_redirects", AddressMaking, "autoconf",
        "dad_transmits", "forwarding", "hop_limit", "keep_addr_on_down", "proxy_ndp", "router_solicitations", "use_tempaddr",
    ];

    private static readonly string[] s_ipv4 =
    [
        "accept_local", "accept_redirects", "accept_source_route", "arp_accept", "arp_announce", "arp_filter", "arp_ignore",
        "arp_notify", "forwarding", "log_martians", "proxy_arp", "rp_filter", "route_localnet", "secure_redirects",
        "send_redirects", "src_valid_mark",
    ];

    /// <summary>The full name of a setting of IPv6.</summary>
    public static string Ipv6(string link, string setting) => $"ipv6/conf/{link}/{setting}";

    /// <summary>Reads them all, on a thread of the interface's network.</summary>
    public static IReadOnlyDictionary<string, int> Read(string link)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in s_ipv6.Select(setting => Ipv6(link, setting)).Concat(s_ipv4.Select(setting => $"ipv4/conf/{link}/{setting}")))
        {
            if (int.TryParse(NetworkSettings.Read(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                && !(name.EndsWith(AddressMaking, StringComparison.Ordinal) && value == ByStableSecret))
            {
                found[name] = value;
            }
        }

        return found;
    }

    /// <summary>The same settings under the name of another interface, in the order in which they are to be made.</summary>
    public static IReadOnlyList<(string Name, int Value)> For(string link, string former, IReadOnlyDictionary<string, int> settings) =>
    [
        .. settings.OrderByDescending(setting => setting.Key.EndsWith(DisableIpv6, StringComparison.Ordinal)).ThenBy(setting => setting.Key, StringComparer.Ordinal)
            .Select(setting => (setting.Key.Replace($"/{former}/", $"/{link}/", StringComparison.Ordinal), setting.Value)),
    ];
}
