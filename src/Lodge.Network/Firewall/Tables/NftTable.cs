namespace Lodge.Network.Firewall.Tables;

/// <summary>A table of the packet filter as it should be. Compared with another one, it gives the commands from that to this.</summary>
/// <param name="Family">Such as <c>inet</c>.</param>
/// <param name="Name">Its name.</param>
internal sealed record NftTable(string Family, string Name)
{
    /// <summary>Chains by name.</summary>
    public required IReadOnlyDictionary<string, NftChain> Chains { get; init; }

    /// <summary>Sets and maps by name.</summary>
    public required IReadOnlyDictionary<string, NftSet> Sets { get; init; }

    /// <summary>Named counters.</summary>
    public required IReadOnlySet<string> Counters { get; init; }

    /// <summary>Family and name, as commands want them.</summary>
    public string Place => $"{Family} {Name}";

    /// <summary>A table with nothing in it.</summary>
    public static NftTable Empty(string family, string name) => new NftTableBuilder(family, name).Build();
}

/// <summary>A chain.</summary>
/// <param name="Hook">Where the kernel calls it; null when only rules do.</param>
/// <param name="Rules">Its rules, in order.</param>
internal sealed record NftChain(string? Hook, IReadOnlyList<string> Rules);

/// <summary>A set or map.</summary>
/// <param name="Declaration">What is in it, in nft's words, such as <c>type ipv4_addr;</c>.</param>
/// <param name="IsMap">Whether each element leads to a value.</param>
/// <param name="FilledByPackets">Whether packets put the elements there: they outlive every change of the rules.</param>
/// <param name="Elements">Keys, each with its value in a map.</param>
internal sealed record NftSet(string Declaration, bool IsMap, bool FilledByPackets, IReadOnlyDictionary<string, string?> Elements)
{
    /// <summary>What nft calls it.</summary>
    public string Word => IsMap ? "map" : "set";
}
