using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Network;

/// <summary>Requests about the queue of an interface whose classes have token buckets (tc-htb(8)).</summary>
internal static class TokenRequests
{
    /// <summary>The queue, 1:.</summary>
    public const uint QueueHandle = 0x10000;

    /// <summary>Number of the class that all others are below; 1:1.</summary>
    public const ushort Top = 1;

    private const int KindAttribute = 1;
    private const int OptionsAttribute = 2;
    private const int HtbParameters = 1;
    private const int HtbBegin = 2;
    private const int HtbRate64 = 6;
    private const int HtbCeiling64 = 7;

    private const int NanosecondsPerTick = 64; // PSCHED_SHIFT
    private const long SmallestBurst = 16 * 1024;
    private const int DefaultBurstsPerSecond = 250;
    private const uint Quantum = 4 * 1514;
    private const long FastestInterface = 1_250_000_000;

    /// <summary>Makes the queue.</summary>
    /// <param name="index">The interface.</param>
    /// <param name="usual">The class of what no filter puts into another.</param>
    public static NetlinkMessage Queue(int index, ushort usual) =>
        Of(RouteMessage.NewQueue, NetlinkFlags.Create | NetlinkFlags.Exclusive, index, QueueHandle, QueuePart.Root)
            .Add(KindAttribute, "htb")
            .Nest(OptionsAttribute, options => options.Add(HtbBegin, new TokenQueuePart
            {
                Version = TokenQueuePart.KnownVersion,
                RateToQuantum = 10,
                DefaultClass = usual,
            }));

    /// <summary>Makes or changes a class.</summary>
    /// <param name="flags">Whether it may be made, or must be.</param>
    /// <param name="index">The interface.</param>
    /// <param name="number">Its number.</param>
    /// <param name="limit">What it gets.</param>
    /// <param name="isBelowTop">Whether it is a part of the top class, and may borrow what others leave of that.</param>
    public static NetlinkMessage Class(NetlinkFlags flags, int index, ushort number, Bandwidth limit, bool isBelowTop = false)
    {
        var burst = limit.Burst ?? Math.Max(SmallestBurst, limit.Average / DefaultBurstsPerSecond);
        var ceiling = Ceiling(limit);
        var part = new TokenClassPart
        {
            Rate = Rate(limit.Average),
            Ceiling = Rate(ceiling),
            Buffer = Ticks(burst, limit.Average),
            CeilingBuffer = Ticks(SmallestBurst, ceiling),
            Quantum = Quantum,
        };
        return Of(RouteMessage.NewClass, flags, index, ClassHandle(number), isBelowTop ? ClassHandle(Top) : QueueHandle)
            .Add(KindAttribute, "htb")
            .Nest(OptionsAttribute, options => options
                .Add(HtbParameters, part)
                .AddIf(HtbRate64, limit.Average > uint.MaxValue ? (long?)limit.Average : null)
                .AddIf(HtbCeiling64, ceiling > uint.MaxValue ? (long?)ceiling : null));
    }

    /// <summary>Bytes a second at which a burst goes.</summary>
    public static long Ceiling(Bandwidth limit) =>
        limit.Burst is null && limit.Peak is null ? limit.Average : Math.Max(limit.Peak ?? FastestInterface, limit.Average);

    /// <summary>The handle of a class: 1:NUMBER.</summary>
    public static uint ClassHandle(ushort number) => QueueHandle | number;

    /// <summary>Any request about queues.</summary>
    public static NetlinkMessage Of(RouteMessage type, NetlinkFlags flags, int index, uint handle, uint parent) =>
        new NetlinkMessage(type, flags | NetlinkFlags.Acknowledge).Fixed(new QueuePart { Index = index, Handle = handle, Parent = parent });

    private static RatePart Rate(long bytesPerSecond) => new() { LinkLayer = RatePart.Ethernet, Rate = (uint)Math.Min(bytesPerSecond, uint.MaxValue) };

    // The time that so many bytes take.
    private static uint Ticks(long bytes, long bytesPerSecond) =>
        (uint)Math.Min(uint.MaxValue, (double)bytes / bytesPerSecond * 1_000_000_000 / NanosecondsPerTick);
}
