using Lodge.Engine.Ports;
using Lodge.Model.Host;
using Lodge.Model.Primitives;

namespace Lodge.TestSupport.Engine;

/// <summary>A host with pages of 2 MiB, whose memory has room for so many and not more.</summary>
public sealed class FakeHugePages : IHugePages
{
    private static readonly ByteSize Size = ByteSize.FromMiB(2);

    /// <summary>Pages reserved on each node.</summary>
    public long[] Reserved { get; } = [0, 0];

    /// <summary>Pages that the kernel finds room for on each node.</summary>
    public long RoomPerNode { get; set; } = 100;

    /// <summary>Pages in use on node 0.</summary>
    public long InUse { get; set; }

    public long AvailableBytes { get; set; } = 1L << 30;

    public IReadOnlyList<HugePagePool> Read() =>
    [
        new HugePagePool
        {
            PageSize = Size,
            Total = Reserved.Sum(),
            Free = Reserved.Sum() - InUse,
            Promised = 0,
            Surplus = 0,
            Nodes = [new HugePageNode(0, Reserved[0], Reserved[0] - InUse, 0), new HugePageNode(1, Reserved[1], Reserved[1], 0)],
        },
    ];

    public void Reserve(ByteSize pageSize, int? node, long count)
    {
        if (node is { } one)
        {
            Reserved[one] = Math.Min(count, RoomPerNode);
            return;
        }

        Reserved[0] = Math.Min((count + 1) / 2, RoomPerNode);
        Reserved[1] = Math.Min(count / 2, RoomPerNode);
    }

    public ByteSize UsedBy(int processId) => InUse > 0 ? ByteSize.FromMiB(2 * InUse) : default;
}
