using Lodge.Model.Firewall.Filters;

namespace Lodge.Network.Firewall.Filters;

/// <summary>Where rules of filters are asked: for what guests send or get, frames first, then connections.</summary>
/// <param name="Way">In names of chains.</param>
/// <param name="Direction">As rules say it.</param>
/// <param name="IsBelowConnections">Whether it is about frames.</param>
/// <param name="Hook">Where the kernel asks.</param>
/// <param name="Interface">How the card is known.</param>
internal sealed record FilterSide(string Way, FilterDirection Direction, bool IsBelowConnections, string Hook, string Interface)
{
    /// <summary>All, in the order in which a packet meets them.</summary>
    public static IReadOnlyList<FilterSide> All { get; } =
    [
        new("from", FilterDirection.Out, true, "prerouting priority -325", "iifname"),
        new("from", FilterDirection.Out, false, "prerouting priority -320", "iifname"),
        new("to", FilterDirection.In, true, "postrouting priority 302", "oifname"),
        new("to", FilterDirection.In, false, "postrouting priority 305", "oifname"),
    ];

    /// <summary>The map that leads to cards' chains, and what their names begin with.</summary>
    public string Map => IsBelowConnections ? $"filter-{Way}" : $"connect-{Way}";

    /// <summary>The chain that the kernel calls.</summary>
    public string Base => IsBelowConnections ? $"filtering-{Way}" : $"connecting-{Way}";
}
