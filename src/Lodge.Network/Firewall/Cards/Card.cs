using System.Net;
using System.Net.Sockets;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Firewall.Planning;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Cards;

/// <summary>A card as rules see it: what it was asked for, and what its network says where it says nothing.</summary>
/// <param name="Plugged">The card.</param>
/// <param name="Network">The definition that its network runs with; null on a bridge of the host.</param>
/// <param name="Guests">The same, where the host has a place in the network; else null.</param>
/// <param name="Addresses">Addresses that it is known to have.</param>
internal sealed record Card(PluggedCard Plugged, NetworkDefinition? Network, GuestNetwork? Guests, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>Its interface on the host.</summary>
    public string Interface => Plugged.Plug.Interface;

    /// <summary>The guest's MAC address.</summary>
    public string Mac => Plugged.Plug.Mac;

    /// <summary>Whether the guest may answer as anybody.</summary>
    public bool IsPromiscuous => Plugged.Nic.Promiscuous ?? Network?.Promiscuous ?? false;

    /// <summary>Whether frames with another's addresses are dropped.</summary>
    public bool IsHeldToItsAddresses => !IsPromiscuous && (Plugged.Nic.AntiSpoofing ?? Network?.AntiSpoofing ?? Guests is not null);

    /// <summary>Whether IPv6 passes.</summary>
    public bool AllowsIpv6 => Guests?.AllowsIpv6 ?? true;

    /// <summary>Names of its security groups.</summary>
    public IReadOnlyList<string> Groups => Plugged.Nic.Groups ?? Network?.Groups ?? [];

    /// <summary>A name in the table for something of the card.</summary>
    public string Name(string what) => NftWords.Name(what, Interface);

    /// <summary>What it may send from: its addresses, and networks behind it; empty when its addresses are not known.</summary>
    public IReadOnlyList<string> Sources(AddressFamily family)
    {
        var behind = (Network?.Routes).OrEmpty()
            .Where(route => Addresses.Contains(IPAddress.Parse(route.Gateway)))
            .Select(route => GuestNetwork.NetworkOf(route.Destination))
            .Where(network => network.BaseAddress.AddressFamily == family)
            .Select(network => network.ToString());
        var own = Addresses.Where(address => address.AddressFamily == family).Select(address => address.ToString()).ToList();
        return own.Count == 0 ? own : [.. own, .. behind];
    }

    /// <summary>All cards of a state that rules can hold, in an order of their own.</summary>
    public static IReadOnlyList<Card> All(FirewallState state, IReadOnlyList<GuestNetwork> guests) =>
        [.. state.Cards.Where(card => !card.Plug.IsMacvtap).OrderBy(card => card.Plug.Interface, StringComparer.Ordinal).Select(card =>
        {
            var network = state.Networks.FirstOrDefault(running => running.Definition.Id == card.Plug.Network)?.Definition;
            return new Card(
                card,
                network,
                guests.FirstOrDefault(running => running.Definition.Id == card.Plug.Network),
                network is null ? [] : Known.OfCard(card.Plug.Mac, network, state.Leases));
        })];
}
