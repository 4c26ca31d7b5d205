using System.Net;
using System.Net.Sockets;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>Reserved addresses: inside their subnet, and each address, card and name once.</summary>
internal static class ReservationValidator
{
    public static void Check(NetworkDefinition definition, Place root)
    {
        foreach (var (place, subnet) in root.Each("subnets", definition.Subnets))
        {
            if (subnet.Dhcp is { } dhcp && Subnets.Parse(subnet.Address) is var (host, network))
            {
                var seen = new Seen();
                foreach (var (at, reservation) in place.In("dhcp").Each("reservations", dhcp.Reservations))
                {
                    CheckOne(reservation, host, network, seen, at);
                }
            }
        }
    }

    private static void CheckOne(DhcpReservation reservation, IPAddress host, IPNetwork network, Seen seen, Place place)
    {
        if (place.AddressIn("address", reservation.Address, network) is { } address)
        {
            place.AddIf(address.Equals(host), "address", $"is the host's own, {host}");
            seen.Take(place, "address", address.ToString());
        }

        var isIpv4 = host.AddressFamily == AddressFamily.InterNetwork;
        place.Only(isIpv4, "IPv4", ("mac", reservation.Mac));
        place.Only(!isIpv4, "IPv6", ("duid", reservation.Duid));
        place.AddIf(reservation is { Mac: null, Name: null, Duid: null }, "", $"must say whose it is, by {(isIpv4 ? "'mac'" : "'duid'")} or 'name'");
        place.Mac("mac", reservation.Mac);
        place.HostName("name", reservation.Name);
        place.AddIf(reservation.Duid is { } duid && !IsHexWithColons(duid), "duid", $"must be hexadecimal bytes with colons, such as 00:01:00:01:2a, and is '{reservation.Duid}'");
        place.Lease("leaseSeconds", reservation.LeaseSeconds);
        seen.Take(place, "mac", reservation.Mac);
        seen.Take(place, "duid", reservation.Duid);
        seen.Take(place, "name", reservation.Name);
    }

    // RFC 8415, section 11.1: two bytes of type, and at most 128 more.
    private static bool IsHexWithColons(string text)
    {
        var bytes = text.Split(':');
        return bytes.Length is >= 3 and <= 130 && bytes.All(part => part.Length == 2 && Texts.IsHex(part));
    }

    private sealed class Seen
    {
        private readonly Dictionary<(string Field, string Value), string> _places = [];

        public void Take(Place place, string field, string? value)
        {
            if (value is not null && !_places.TryAdd((field, value.ToLowerInvariant()), place.Path))
            {
                place.Add(field, $"is {value}, as that of {_places[(field, value.ToLowerInvariant())]} is already");
            }
        }
    }
}
