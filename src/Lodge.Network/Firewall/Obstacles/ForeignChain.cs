using System.Text.Json;

namespace Lodge.Network.Firewall.Obstacles;

/// <summary>A chain that some program has put into the packet filter.</summary>
/// <param name="Family">Such as <c>ip</c>.</param>
/// <param name="Table">Its table.</param>
/// <param name="Name">Its name.</param>
/// <param name="Hook">Where the kernel calls it; null when only rules do.</param>
/// <param name="Drops">Whether it drops what none of its rules speaks of.</param>
/// <param name="Rules">Its rules, each a list of expressions as in libnftables-json(5).</param>
internal sealed record ForeignChain(string Family, string Table, string Name, string? Hook, bool Drops, IReadOnlyList<JsonElement> Rules)
{
    /// <summary>Family, table and name.</summary>
    public string Place => $"{Family} {Table} {Name}";

    /// <summary>Reads what <c>list ruleset</c> prints as JSON, less one's own tables.</summary>
    /// <param name="json">What it prints.</param>
    /// <param name="own">Name of one's own tables.</param>
    public static IReadOnlyList<ForeignChain> Read(string json, string own)
    {
        using var document = JsonDocument.Parse(json);
        var items = document.RootElement.GetProperty("nftables").EnumerateArray().ToList();
        var rules = items.Where(item => item.TryGetProperty("rule", out _)).Select(item => item.GetProperty("rule"))
            .ToLookup(rule => (Text(rule, "family"), Text(rule, "table"), Text(rule, "chain")), rule => rule.GetProperty("expr").Clone());
        return [.. items.Where(item => item.TryGetProperty("chain", out _)).Select(item => item.GetProperty("chain"))
            .Where(chain => Text(chain, "table") != own)
            .Select(chain => new ForeignChain(
                Text(chain, "family")!, Text(chain, "table")!, Text(chain, "name")!, Text(chain, "hook"), Text(chain, "policy") == "drop",
                [.. rules[(Text(chain, "family"), Text(chain, "table"), Text(chain, "name"))]]))];
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
