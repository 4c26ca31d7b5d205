using System.Text.Json;
using Lodge.Network.Firewall.Cards;
using Lodge.Network.Firewall.Groups;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall;

/// <summary>Frames of a card that rules have dropped since it was plugged in.</summary>
/// <param name="Spoofed">Those that the guest sent with another's addresses, or as a server that it is not.</param>
/// <param name="Refused">Those that no security group allows.</param>
internal sealed record CardCounters(long Spoofed, long Refused)
{
    public static IReadOnlyDictionary<string, CardCounters> None { get; } = new Dictionary<string, CardCounters>();

    /// <summary>Reads what <c>list counters</c> prints as JSON, for the cards of a state.</summary>
    public static IReadOnlyDictionary<string, CardCounters> Read(string json, FirewallState state)
    {
        using var document = JsonDocument.Parse(json);
        var packets = document.RootElement.GetProperty("nftables").EnumerateArray()
            .Where(item => item.TryGetProperty("counter", out _))
            .Select(item => item.GetProperty("counter"))
            .ToDictionary(counter => counter.GetProperty("name").GetString()!, counter => counter.GetProperty("packets").GetInt64());
        return state.Cards.Select(card => card.Plug.Interface).Distinct().ToDictionary(
            name => name,
            name => new CardCounters(Of(SpoofingRules.Counter, name), Of(GroupRules.Counter, name)));

        long Of(string what, string name) => packets.GetValueOrDefault(NftWords.Name(what, name));
    }
}
