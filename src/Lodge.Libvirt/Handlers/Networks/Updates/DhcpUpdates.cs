using Lodge.Libvirt.Errors;
using Lodge.LibvirtXml.Networks;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Networks.Updates;

/// <summary>Changes of reserved addresses and ranges. Pure.</summary>
internal static class DhcpUpdates
{
    public static NetworkDefinition Host(NetworkDefinition network, NetworkUpdate update)
    {
        var host = NetworkPartXml.ReadReservation(update.Xml, update.IsDelete);
        return Change(network, update, "dhcp host", dhcp =>
        {
            var hosts = dhcp.Reservations.OrEmpty();
            var present = Index(hosts, known => update.IsDelete ? IsMeant(known, host) : IsSame(known, host));
            return dhcp with
            {
                Reservations = (update.IsAdd, present) switch
                {
                    (true, < 0) => update.Added(hosts, host),
                    (true, _) => throw NetworkDirectory.Invalid($"there is an existing dhcp host entry in network '{network.Name}' that matches \"{Words(host)}\""),
                    (_, < 0) when update.IsDelete => throw NetworkDirectory.Invalid($"couldn't locate a matching dhcp host entry in network '{network.Name}'"),
                    (_, < 0) => throw NetworkDirectory.Invalid($"couldn't locate an existing dhcp host entry with \"{Words(host)}\" in network '{network.Name}'"),
                    _ when update.IsDelete => NetworkUpdate.Without(hosts, present),
                    _ => [.. hosts.Select((known, index) => index == present ? host : known)],
                },
            };
        });
    }

    public static NetworkDefinition Range(NetworkDefinition network, NetworkUpdate update)
    {
        update.ThrowIfModify("dhcp ranges");
        var range = NetworkPartXml.ReadRange(update.Xml);
        return Change(network, update, "dhcp range", dhcp =>
        {
            var ranges = dhcp.Ranges.OrEmpty();
            var present = Index(ranges, known => known.Start == range.Start && known.End == range.End);
            return dhcp with
            {
                Ranges = (update.IsAdd, present) switch
                {
                    (true, < 0) => update.Added(ranges, range),
                    (true, _) => throw NetworkDirectory.Invalid(
                        $"there is an existing dhcp range entry in network '{network.Name}' that matches \"<range start='{range.Start}' end='{range.End}'/>\""),
                    (_, < 0) => throw NetworkDirectory.Invalid($"couldn't locate a matching dhcp range entry in network '{network.Name}'"),
                    _ => NetworkUpdate.Without(ranges, present),
                },
            };
        });
    }

    private static NetworkDefinition Change(NetworkDefinition network, NetworkUpdate update, string what, Func<DhcpDefinition, DhcpDefinition> change)
    {
        var index = Subnet(network, update.ParentIndex, what);
        return network with
        {
            Subnets = [.. network.Subnets.Select((subnet, position) => position == index ? subnet with { Dhcp = Said(change(subnet.Dhcp ?? new DhcpDefinition())) } : subnet)],
        };
    }

    // Without an index it is the first that serves DHCP, else the first; IPv4 before IPv6.
    private static int Subnet(NetworkDefinition network, int parent, string what)
    {
        if (parent >= 0)
        {
            return parent < network.Subnets.Count ? parent : throw Missing(network, what, $" at index {parent}");
        }

        var ordered = network.Subnets.Select((subnet, index) => (subnet, index)).OrderBy(item => item.subnet.Address.Contains(':', StringComparison.Ordinal)).ToList();
        return ordered.Count == 0 ? throw Missing(network, what, "")
            : (ordered.Find(item => item.subnet.Dhcp is not null) is { subnet: not null } serving ? serving : ordered[0]).index;
    }

    private static LibvirtException Missing(NetworkDefinition network, string what, string where) =>
        NetworkDirectory.Invalid($"couldn't update {what} entry - no <ip> element found{where} in network '{network.Name}'");

    // No addresses, no DHCP: what is left means nothing without them.
    private static DhcpDefinition? Said(DhcpDefinition dhcp) => dhcp.Ranges.OrEmpty().Count + dhcp.Reservations.OrEmpty().Count == 0 ? null : dhcp;

    // One of what they are known by is enough.
    private static bool IsSame(DhcpReservation known, DhcpReservation host) =>
        known.Address == host.Address || IsMac(known, host) || (host.Name is not null && host.Name == known.Name) || (host.Duid is not null && host.Duid == known.Duid);

    // All that the client says must fit.
    private static bool IsMeant(DhcpReservation known, DhcpReservation host) =>
        (host.Mac is null || IsMac(known, host)) && (host.Duid is null || host.Duid == known.Duid)
        && (host.Name is null || host.Name == known.Name) && (host.Address.Length == 0 || host.Address == known.Address);

    private static bool IsMac(DhcpReservation known, DhcpReservation host) =>
        host.Mac is not null && string.Equals(host.Mac, known.Mac, StringComparison.OrdinalIgnoreCase);

    private static string Words(DhcpReservation host) => host.Duid is null
        ? $"<host mac='{host.Mac}' name='{host.Name}' ip='{host.Address}'/>"
        : $"<host id='{host.Duid}' name='{host.Name}' ip='{host.Address}'/>";

    private static int Index<T>(IReadOnlyList<T> list, Predicate<T> match) => list.ToList().FindIndex(match);
}
