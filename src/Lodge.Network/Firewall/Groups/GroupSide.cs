namespace Lodge.Network.Firewall.Groups;

/// <summary>What a card sends, or what it gets: how rules of the bridge's table see each.</summary>
/// <param name="Way">In names of chains.</param>
/// <param name="Hook">Where the kernel asks.</param>
/// <param name="Interface">How the card is known.</param>
/// <param name="Other">The address of whom it talks to.</param>
internal sealed record GroupSide(string Way, string Hook, string Interface, string Other)
{
    /// <summary>What guests send.</summary>
    public static GroupSide From { get; } = new("from", "type filter hook prerouting priority -310; policy accept;", "iifname", "daddr");

    /// <summary>What guests get.</summary>
    public static GroupSide To { get; } = new("to", "type filter hook postrouting priority 310; policy accept;", "oifname", "saddr");

    /// <summary>Both.</summary>
    public static IReadOnlyList<GroupSide> Both { get; } = [From, To];

    /// <summary>The map that leads to cards' chains, and what their names begin with.</summary>
    public string Map => $"check-{Way}";

    /// <summary>Whether this is what guests send.</summary>
    public bool IsFrom => this == From;
}
