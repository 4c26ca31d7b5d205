namespace Lodge.Network.Firewall.Tables;

/// <summary>Collects what belongs in a table. What is said twice is there once; rules stay in the order they come in.</summary>
internal sealed class NftTableBuilder(string family, string name)
{
    private readonly SortedDictionary<string, (string? Hook, List<string> Rules)> _chains = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (string Declaration, bool IsMap, bool ByPackets)> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<string, string?>> _elements = [];
    private readonly SortedSet<string> _counters = new(StringComparer.Ordinal);

    /// <summary>Makes a chain, with or without rules.</summary>
    /// <param name="chain">Its name.</param>
    /// <param name="hook">Where the kernel calls it; null: nowhere.</param>
    public NftTableBuilder Chain(string chain, string? hook = null)
    {
        _chains.TryAdd(chain, (hook, []));
        return this;
    }

    /// <summary>Adds a rule at the end of a chain, which it makes.</summary>
    public NftTableBuilder Rule(string chain, string rule)
    {
        Chain(chain);
        _chains[chain].Rules.Add(rule);
        return this;
    }

    public NftTableBuilder Set(string set, string declaration, bool filledByPackets = false)
    {
        _sets.TryAdd(set, (declaration, false, filledByPackets));
        return this;
    }

    public NftTableBuilder Map(string map, string declaration)
    {
        _sets.TryAdd(map, (declaration, true, false));
        return this;
    }

    /// <summary>Puts an element into a set or map.</summary>
    public NftTableBuilder Element(string set, string key, string? value = null)
    {
        if (!_elements.TryGetValue(set, out var elements))
        {
            _elements[set] = elements = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        }

        elements[key] = value;
        return this;
    }

    public NftTableBuilder Counter(string counter)
    {
        _counters.Add(counter);
        return this;
    }

    /// <summary>Puts in what another one has collected, which may go into several tables: its rules are not copied.</summary>
    public NftTableBuilder Merge(NftTableBuilder part)
    {
        foreach (var (chain, (hook, rules)) in part._chains)
        {
            if (rules.Count == 0)
            {
                Chain(chain, hook);
            }
            else
            {
                _chains[chain] = (hook, rules);
            }
        }

        foreach (var (set, elements) in part._elements)
        {
            foreach (var (key, value) in elements)
            {
                Element(set, key, value);
            }
        }

        _counters.UnionWith(part._counters);
        return this;
    }

    public NftTable Build() => new(family, name)
    {
        Chains = _chains.ToDictionary(chain => chain.Key, chain => new NftChain(chain.Value.Hook, chain.Value.Rules)),
        Sets = _sets.ToDictionary(
            set => set.Key,
            set => new NftSet(
                set.Value.Declaration, set.Value.IsMap, set.Value.ByPackets, _elements.GetValueOrDefault(set.Key) ?? [])),
        Counters = _counters,
    };
}
