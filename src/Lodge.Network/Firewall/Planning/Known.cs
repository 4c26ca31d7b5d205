using System.Net;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Networks;

namespace Lodge.Network.Firewall.Planning;

/// <summary>Addresses that a guest is known to have, by reservation or lease.</summary>
internal static class Known
{
    /// <summary>Those of a card in a network, IPv4 first.</summary>
    /// <param name="mac">Its MAC address.</param>
    /// <param name="network">The network.</param>
    /// <param name="leases">All leases.</param>
    public static IReadOnlyList<IPAddress> OfCard(string mac, NetworkDefinition network, IEnumerable<DhcpLease> leases) =>
        Sorted(Reservations(network)
            .Where(reservation => Same(reservation.Mac, mac))
            .Select(reservation => reservation.Address)
            .Concat(leases.Where(lease => lease.Network == network.Id && Same(lease.Mac, mac)).Select(lease => lease.Address))
            .Select(IPAddress.Parse));

    /// <summary>What a port forward means by its target: an address as it is; a VM's name by its cards, or by a reservation of that name.</summary>
    public static IReadOnlyList<IPAddress> Addresses(string target, GuestNetwork network, FirewallState state)
    {
        if (IPAddress.TryParse(target, out var address))
        {
            return [address];
        }

        var cards = state.Cards.Where(card => card.Plug.Network == network.Definition.Id && card.Plug.VmName == target);
        var named = Reservations(network.Definition).Where(reservation => reservation.Name == target).Select(reservation => IPAddress.Parse(reservation.Address));
        return Sorted(cards.SelectMany(card => OfCard(card.Plug.Mac, network.Definition, state.Leases)).Concat(named));
    }

    // In an order of their own, so that the same facts always give the same rules.
    private static IReadOnlyList<IPAddress> Sorted(IEnumerable<IPAddress> addresses) =>
        [.. addresses.Distinct().OrderBy(address => address.AddressFamily).ThenBy(address => address.ToString(), StringComparer.Ordinal)];

    private static IEnumerable<DhcpReservation> Reservations(NetworkDefinition network) =>
        network.Subnets.SelectMany(subnet => (subnet.Dhcp?.Reservations).OrEmpty());

    private static bool Same(string? mac, string other) => string.Equals(mac, other, StringComparison.OrdinalIgnoreCase);
}
