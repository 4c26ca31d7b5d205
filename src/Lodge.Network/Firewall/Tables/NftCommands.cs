using System.Text;

namespace Lodge.Network.Firewall.Tables;

/// <summary>Commands that make one table of another. Pure; in nft's language, to be carried out together.</summary>
internal static class NftCommands
{
    /// <summary>From one state of a table, which the kernel is known to have, to another; empty when they are alike.</summary>
    public static string Between(NftTable before, NftTable after)
    {
        var text = new StringBuilder();
        Add(text, before, after);
        Fill(text, before, after);
        Remove(text, before, after);
        return text.ToString();
    }

    /// <summary>
    /// Everything anew, whatever the kernel has. What packets have put into sets stays, so that no conversation ends; so do
    /// counters.
    /// </summary>
    /// <param name="found">What the kernel's table holds, or null when there is none.</param>
    /// <param name="after">What it shall be.</param>
    public static string Whole(NftInventory? found, NftTable after)
    {
        var place = after.Place;
        var text = new StringBuilder($"add table {place}\n");
        if (found is null)
        {
            return text.Append(Between(NftTable.Empty(after.Family, after.Name), after)).ToString();
        }

        var kept = after.Sets.Where(set => set.Value.FilledByPackets && found.Sets.Contains(set.Key)).ToDictionary();
        text.Append($"flush table {place}\n");
        Each(found.Maps, map => $"flush map {place} {map}");
        Each(found.Maps, map => $"delete map {place} {map}");
        Each(found.Sets.Where(set => !kept.ContainsKey(set)), set => $"delete set {place} {set}");
        Each(found.Chains, chain => $"delete chain {place} {chain}");
        var start = NftTable.Empty(after.Family, after.Name) with { Sets = kept, Counters = found.Counters.ToHashSet() };
        return text.Append(Between(start, after)).ToString();

        void Each(IEnumerable<string> names, Func<string, string> command)
        {
            foreach (var name in names.Order(StringComparer.Ordinal))
            {
                text.Append(command(name)).Append('\n');
            }
        }
    }

    private static void Add(StringBuilder text, NftTable before, NftTable after)
    {
        foreach (var counter in after.Counters.Except(before.Counters))
        {
            text.Append($"add counter {after.Place} {counter}\n");
        }

        foreach (var (name, set) in after.Sets.Where(set => !before.Sets.ContainsKey(set.Key)))
        {
            text.Append($"add {set.Word} {after.Place} {name} {{ {set.Declaration} }}\n");
        }

        foreach (var (name, chain) in after.Chains.Where(chain => !before.Chains.ContainsKey(chain.Key)))
        {
            text.Append(chain.Hook is null ? $"add chain {after.Place} {name}\n" : $"add chain {after.Place} {name} {{ {chain.Hook} }}\n");
        }
    }

    private static void Fill(StringBuilder text, NftTable before, NftTable after)
    {
        foreach (var (name, chain) in after.Chains)
        {
            var old = before.Chains.GetValueOrDefault(name)?.Rules ?? [];
            if (ReferenceEquals(old, chain.Rules) || old.SequenceEqual(chain.Rules))
            {
                continue;
            }

            if (old.Count > 0)
            {
                text.Append($"flush chain {after.Place} {name}\n");
            }

            foreach (var rule in chain.Rules)
            {
                text.Append($"add rule {after.Place} {name} {rule}\n");
            }
        }

        foreach (var (name, set) in after.Sets)
        {
            var old = before.Sets.GetValueOrDefault(name)?.Elements ?? new Dictionary<string, string?>();
            Elements(text, "delete", after.Place, name, old.Where(element => !Has(set.Elements, element)).Select(element => element.Key));
            Elements(text, "add", after.Place, name, set.Elements.Where(element => !Has(old, element)).Select(Element));
        }
    }

    private static bool Has(IReadOnlyDictionary<string, string?> elements, KeyValuePair<string, string?> element) =>
        elements.TryGetValue(element.Key, out var value) && value == element.Value;

    private static string Element(KeyValuePair<string, string?> element) =>
        element.Value is null ? element.Key : $"{element.Key} : {element.Value}";

    private static void Elements(StringBuilder text, string verb, string place, string set, IEnumerable<string> elements)
    {
        var all = string.Join(", ", elements);
        if (all.Length > 0)
        {
            text.Append($"{verb} element {place} {set} {{ {all} }}\n");
        }
    }

    // Chains that go may call each other, and maps that go may lead to them: first nothing refers to them any more.
    private static void Remove(StringBuilder text, NftTable before, NftTable after)
    {
        var chains = before.Chains.Where(chain => !after.Chains.ContainsKey(chain.Key)).Select(chain => chain.Key).ToList();
        var sets = before.Sets.Where(set => !after.Sets.ContainsKey(set.Key)).ToList();
        chains.ForEach(chain => text.Append($"flush chain {after.Place} {chain}\n"));
        sets.ForEach(set => text.Append(set.Value.IsMap ? $"flush map {after.Place} {set.Key}\n" : ""));
        sets.ForEach(set => text.Append($"delete {set.Value.Word} {after.Place} {set.Key}\n"));
        chains.ForEach(chain => text.Append($"delete chain {after.Place} {chain}\n"));
        foreach (var counter in before.Counters.Except(after.Counters))
        {
            text.Append($"delete counter {after.Place} {counter}\n");
        }
    }
}
