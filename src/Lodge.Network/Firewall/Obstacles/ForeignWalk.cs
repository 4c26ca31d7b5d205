using System.Text.Json;

namespace Lodge.Network.Firewall.Obstacles;

/// <summary>Where a packet ends.</summary>
/// <param name="Chain">The chain whose rule or policy drops it.</param>
/// <param name="ByPolicy">Whether no rule spoke of it.</param>
internal sealed record Obstacle(ForeignChain Chain, bool ByPolicy);

/// <summary>Takes a packet through chains of other programs, in thought. Pure.</summary>
internal sealed class ForeignWalk(IReadOnlyList<ForeignChain> chains)
{
    private const int Deepest = 32;

    private enum Verdict
    {
        GoesOn,
        Accepted,
        Dropped,
        Returned,
    }

    /// <summary>What drops it; null when nothing does.</summary>
    public Obstacle? Find(SamplePacket packet) =>
        chains.Where(chain => chain.Hook == packet.Hook && chain.Family is "inet" || (chain.Hook == packet.Hook && chain.Family == (packet.IsIpv6 ? "ip6" : "ip")))
            .Select(chain => Ask(chain, packet))
            .FirstOrDefault(obstacle => obstacle is not null);

    private Obstacle? Ask(ForeignChain chain, SamplePacket packet)
    {
        var (verdict, where) = Walk(chain, packet, 0);
        return verdict switch
        {
            Verdict.Dropped => new Obstacle(where, ByPolicy: false),
            Verdict.Accepted => null,
            _ => chain.Drops ? new Obstacle(chain, ByPolicy: true) : null,
        };
    }

    private (Verdict Verdict, ForeignChain Where) Walk(ForeignChain chain, SamplePacket packet, int depth)
    {
        foreach (var rule in chain.Rules)
        {
            var (verdict, where) = Ask(rule, chain, packet, depth);
            if (verdict is Verdict.Accepted or Verdict.Dropped)
            {
                return (verdict, where);
            }

            if (verdict == Verdict.Returned)
            {
                break;
            }
        }

        return (Verdict.GoesOn, chain);
    }

    private (Verdict, ForeignChain) Ask(JsonElement rule, ForeignChain chain, SamplePacket packet, int depth)
    {
        foreach (var part in rule.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.Object).SelectMany(part => part.EnumerateObject()))
        {
            switch (part.Name)
            {
                case "match" when !ForeignMatch.Holds(part.Value, packet):
                case "xt" or "limit" or "lookup":
                    return (Verdict.GoesOn, chain);
                case "vmap" when Choose(part.Value, packet) is { } chosen:
                    return Decide(chosen, chain, packet, depth);
                default:
                    if (part.Name is "accept" or "drop" or "reject" or "return" or "jump" or "goto")
                    {
                        return Decide(part, chain, packet, depth);
                    }

                    break;
            }
        }

        return (Verdict.GoesOn, chain);
    }

    private (Verdict, ForeignChain) Decide(JsonProperty verdict, ForeignChain chain, SamplePacket packet, int depth)
    {
        switch (verdict.Name)
        {
            case "accept":
                return (Verdict.Accepted, chain);
            case "drop" or "reject":
                return (Verdict.Dropped, chain);
            case "jump" or "goto" when depth < Deepest && Target(verdict.Value, chain) is { } target:
                var (inner, where) = Walk(target, packet, depth + 1);
                return inner == Verdict.GoesOn && verdict.Name == "goto" ? (Verdict.Returned, chain) : (inner, where);
            case "return":
                return (Verdict.Returned, chain);
            default:
                return (Verdict.GoesOn, chain);
        }
    }

    private ForeignChain? Target(JsonElement jump, ForeignChain from) =>
        jump.TryGetProperty("target", out var target)
            ? chains.FirstOrDefault(chain => chain.Family == from.Family && chain.Table == from.Table && chain.Name == target.GetString())
            : null;

    // A map that stands in the rule itself; pairs of a value and what is to be done.
    private static JsonProperty? Choose(JsonElement map, SamplePacket packet)
    {
        if (!map.TryGetProperty("key", out var key) || !map.TryGetProperty("data", out var data)
            || data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("set", out var pairs))
        {
            return null;
        }

        foreach (var pair in pairs.EnumerateArray().Where(pair => pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2))
        {
            if (ForeignMatch.Test(key, pair[0], packet) == true && pair[1].ValueKind == JsonValueKind.Object)
            {
                return pair[1].EnumerateObject().FirstOrDefault();
            }
        }

        return null;
    }
}
