using Lodge.Network.Firewall.Cards;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Planning;

/// <summary>Both of Lodge's tables for a state. Pure.</summary>
/// <param name="Routed">Between networks, and to and from the host: <c>table inet</c>.</param>
/// <param name="Bridged">From and to each card: <c>table bridge</c>.</param>
internal sealed record FirewallTables(NftTable Routed, NftTable Bridged)
{
    /// <summary>What a state needs.</summary>
    /// <param name="state">The state.</param>
    /// <param name="name">Name of both tables.</param>
    /// <param name="plans">What is remembered of cards; null: nothing.</param>
    public static FirewallTables For(FirewallState state, string name, CardPlans? plans = null)
    {
        var networks = GuestNetwork.All(state);
        var routed = new NftTableBuilder("inet", name);
        ForwardingRules.Write(routed, networks);
        TranslationRules.Write(routed, networks);
        PortForwardRules.Write(routed, networks, state);
        var bridged = new NftTableBuilder("bridge", name);
        CardRules.Write(bridged, networks, state, plans ?? new CardPlans());
        return new FirewallTables(routed.Build(), bridged.Build());
    }
}
