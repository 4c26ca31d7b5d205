using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Networks;

/// <summary>The IP addresses of a VM's network card, as far as somebody knows them.</summary>
/// <param name="Alias">Alias of the card, such as <c>net0</c>.</param>
/// <param name="Mac">Its MAC address.</param>
/// <param name="Interface">Its interface on the host; null for none.</param>
/// <param name="Network">Name of the network of Lodge's that it is on; null for none.</param>
/// <param name="Addresses">The addresses; empty when nobody knows one.</param>
public sealed record NicAddresses(string Alias, string Mac, string? Interface, string? Network, IReadOnlyList<NicAddress> Addresses);

/// <summary>An IP address of a network card.</summary>
/// <param name="Address">The address, IPv4 or IPv6.</param>
/// <param name="Prefix">Length of its prefix in bits; null when the source does not say.</param>
/// <param name="Source">Who knows it.</param>
public sealed record NicAddress(string Address, int? Prefix, AddressSource Source);

/// <summary>Who knows an address. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<AddressSource>))]
public enum AddressSource
{
    /// <summary>The DHCP server of the network lent it.</summary>
    Lease = 0,

    /// <summary>The agent in the guest tells it.</summary>
    Agent = 1,

    /// <summary>The host has lately heard of it (ARP and neighbour discovery).</summary>
    Arp = 2,
}
