using System.Net;
using System.Text.Json;
using Lodge.Network.Firewall.Planning;

namespace Lodge.Network.Firewall.Obstacles;

/// <summary>
/// Whether a condition of a rule holds for a packet. What cannot be told does not hold: a rule that drops some packets of
/// a kind is no obstacle for all of them.
/// </summary>
internal static class ForeignMatch
{
    /// <summary>Whether a <c>match</c> holds.</summary>
    public static bool Holds(JsonElement match, SamplePacket packet)
    {
        if (!match.TryGetProperty("left", out var left) || !match.TryGetProperty("right", out var right))
        {
            return false;
        }

        var isNot = match.TryGetProperty("op", out var op) && op.GetString() == "!=";
        return Test(left, right, packet) is { } known && known != isNot;
    }

    /// <summary>Whether what a packet has on the left is what is on the right; null: nobody knows.</summary>
    public static bool? Test(JsonElement left, JsonElement right, SamplePacket packet)
    {
        if (Value(left, packet) is not { } value)
        {
            return Network(left, packet) is { } network ? Values(right).Any(other => Covers(other, network)) : null;
        }

        return Values(right).Any(other => Same(other, value));
    }

    private static string? Value(JsonElement left, SamplePacket packet) => Key(left) switch
    {
        "meta iifname" or "meta iif" => packet.From ?? "",
        "meta oifname" or "meta oif" => packet.To ?? "",
        "meta nfproto" => packet.IsIpv6 ? "ipv6" : "ipv4",
        "meta l4proto" => packet.Protocol,
        "ct state" => packet.State,
        "ct status" => packet.IsForwarded ? "dnat" : "",
        "payload dport" when Field(left, "payload", "protocol") == packet.Protocol || Field(left, "payload", "protocol") == "th" => $"{packet.Port}",
        _ => null,
    };

    private static IPNetwork? Network(JsonElement left, SamplePacket packet) => Key(left) switch
    {
        "payload saddr" => packet.Source,
        "payload daddr" => packet.Destination,
        _ => null,
    };

    private static string? Key(JsonElement left)
    {
        foreach (var kind in new[] { "meta", "ct" })
        {
            if (Field(left, kind, "key") is { } key)
            {
                return $"{kind} {key}";
            }
        }

        return Field(left, "payload", "field") is { } field ? $"payload {field}" : null;
    }

    private static string? Field(JsonElement element, string kind, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(kind, out var inner)
        && inner.ValueKind == JsonValueKind.Object && inner.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static IEnumerable<JsonElement> Values(JsonElement right) => right.ValueKind switch
    {
        JsonValueKind.Array => right.EnumerateArray().SelectMany(Values),
        JsonValueKind.Object when right.TryGetProperty("set", out var set) => Values(set),
        _ => [right],
    };

    // An interface may be meant by the beginning of its name; ports by a range.
    private static bool Same(JsonElement other, string value)
    {
        if (other.ValueKind == JsonValueKind.Object && other.TryGetProperty("range", out var range))
        {
            return int.TryParse(value, out var number) && range[0].TryGetInt32(out var first) && range[1].TryGetInt32(out var last)
                && number >= first && number <= last;
        }

        var text = other.ToString();
        return text.EndsWith('*') ? value.Length > 0 && value.StartsWith(text[..^1], StringComparison.Ordinal) : text == value;
    }

    private static bool Covers(JsonElement other, IPNetwork network)
    {
        var text = other.ValueKind == JsonValueKind.Object && other.TryGetProperty("prefix", out var prefix)
            ? $"{prefix.GetProperty("addr")}/{prefix.GetProperty("len")}"
            : other.ToString();
        if (!IPAddress.TryParse(text.Split('/')[0], out var address) || address.AddressFamily != network.BaseAddress.AddressFamily)
        {
            return false;
        }

        var outer = GuestNetwork.NetworkOf(text);
        return outer.PrefixLength <= network.PrefixLength && outer.Contains(network.BaseAddress);
    }
}
