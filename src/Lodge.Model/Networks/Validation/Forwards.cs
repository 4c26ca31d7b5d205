using System.Net;
using System.Net.Sockets;
using Lodge.Model.Json;

namespace Lodge.Model.Networks.Validation;

/// <summary>Ports of the host that lead to guests.</summary>
public static class Forwards
{
    /// <summary>Whether a packet could be meant by both.</summary>
    public static bool Overlap(PortForward one, PortForward other) =>
        one.Protocol == other.Protocol
        && one.Port <= (other.LastPort ?? other.Port) && other.Port <= (one.LastPort ?? one.Port)
        && AddressesMeet(one, other);

    /// <summary>In words, such as <c>tcp ports 80 to 90 on 192.0.2.1</c>.</summary>
    public static string Text(PortForward forward) =>
        $"{Kebab.Of(forward.Protocol)} {(forward.LastPort is { } last && last != forward.Port ? $"ports {forward.Port} to {last}" : $"port {forward.Port}")}"
        + (forward.Address is null ? "" : $" on {forward.Address}");

    private static bool AddressesMeet(PortForward one, PortForward other) => (one.Address, other.Address) switch
    {
        ({ } a, { } b) => IPAddress.TryParse(a, out var x) && IPAddress.TryParse(b, out var y) && x.Equals(y),
        _ => (FamilyOf(one), FamilyOf(other)) is var (f, g) && (f is null || g is null || f == g),
    };

    // Null where the name of a VM does not tell.
    private static AddressFamily? FamilyOf(PortForward forward) =>
        IPAddress.TryParse(forward.Address ?? forward.Target, out var address) ? address.AddressFamily : null;
}
