namespace Lodge.Model.Vms.Usage;

/// <summary>What a network card has carried since its interface was made, as the guest sees it.</summary>
public sealed record NicUsage
{
    /// <summary>Alias of the card.</summary>
    public required string Alias { get; init; }

    /// <summary>Its interface on the host.</summary>
    public required string Interface { get; init; }

    /// <summary>Bytes that the guest received.</summary>
    public ulong ReceivedBytes { get; init; }

    /// <summary>Packets that the guest received.</summary>
    public ulong ReceivedPackets { get; init; }

    /// <summary>Packets for the guest that were damaged.</summary>
    public ulong ReceiveErrors { get; init; }

    /// <summary>Packets for the guest that were thrown away, mostly since it did not take them in time.</summary>
    public ulong ReceiveDrops { get; init; }

    /// <summary>Bytes that the guest sent.</summary>
    public ulong SentBytes { get; init; }

    /// <summary>Packets that the guest sent.</summary>
    public ulong SentPackets { get; init; }

    /// <summary>Packets of the guest that were damaged.</summary>
    public ulong SendErrors { get; init; }

    /// <summary>Packets of the guest that were thrown away.</summary>
    public ulong SendDrops { get; init; }
}
