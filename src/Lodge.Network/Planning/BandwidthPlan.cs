using Lodge.Linux.Network;
using Lodge.Model.Networks;

namespace Lodge.Network.Planning;

/// <summary>Limits of bandwidth, from the units of definitions into those of the kernel. Pure.</summary>
internal static class BandwidthPlan
{
    private const long Kibi = 1024;

    /// <summary>The limit in bytes; null when there is none.</summary>
    public static Bandwidth? Of(BandwidthLimit? limit) => limit?.Average is { } average
        ? new Bandwidth(average * Kibi, limit.Burst * Kibi, limit.Peak * Kibi)
        : null;

    /// <summary>What is kept free for a card, bytes a second; null when nothing is.</summary>
    public static long? Floor(BandwidthDefinition? bandwidth) => bandwidth?.Inbound?.Floor * Kibi;
}
