using Lodge.Linux.Network;

namespace Lodge.Network.HostBridges.Facts;

/// <summary>An interface of the host with everything that a bridge over it takes over.</summary>
internal sealed record LinkFacts
{
    /// <summary>The interface.</summary>
    public required NetworkLink Link { get; init; }

    /// <summary>Its addresses.</summary>
    public required IReadOnlyList<SavedAddress> Addresses { get; init; }

    /// <summary>Routes that leave by it.</summary>
    public required IReadOnlyList<SavedRoute> Routes { get; init; }

    /// <summary>Its settings that a bridge takes over, by their full names (<see cref="LinkSettings"/>).</summary>
    public required IReadOnlyDictionary<string, int> Settings { get; init; }

    /// <summary>Who was heard on it.</summary>
    public required IReadOnlyList<Neighbour> Neighbours { get; init; }
}
