using Lodge.Model.Primitives;

namespace Lodge.Model.Host;

/// <summary>The host's huge pages: how many there are, how many are free, and who uses them.</summary>
/// <param name="Pools">One entry a page size, smallest first; empty on a host that has none.</param>
/// <param name="Users">Running VMs that have huge pages in use, by name.</param>
public sealed record HugePageReport(IReadOnlyList<HugePagePool> Pools, IReadOnlyList<HugePageUser> Users);

/// <summary>All huge pages of one size.</summary>
public sealed record HugePagePool
{
    /// <summary>Size of a page, such as 2 MiB or 1 GiB.</summary>
    public required ByteSize PageSize { get; init; }

    /// <summary>Pages reserved, in use or not.</summary>
    public required long Total { get; init; }

    /// <summary>Pages that hold nothing yet.</summary>
    public required long Free { get; init; }

    /// <summary>Free pages that are promised to a program that has not touched them yet.</summary>
    public required long Promised { get; init; }

    /// <summary>Pages beyond the reserved number, which go back to the host when they are freed.</summary>
    public required long Surplus { get; init; }

    /// <summary>The same for each NUMA node of the host.</summary>
    public required IReadOnlyList<HugePageNode> Nodes { get; init; }

    /// <summary>Pages that a VM could get now.</summary>
    public long Available => Math.Max(Free - Promised, 0);
}

/// <summary>The huge pages of one size on one NUMA node.</summary>
/// <param name="Node">Number of the node.</param>
/// <param name="Total">Pages reserved there, in use or not.</param>
/// <param name="Free">Pages there that hold nothing yet.</param>
/// <param name="Surplus">Pages beyond the reserved number.</param>
public sealed record HugePageNode(int Node, long Total, long Free, long Surplus);

/// <summary>A running VM that has huge pages in use.</summary>
/// <param name="VmId">The VM.</param>
/// <param name="Vm">Its name.</param>
/// <param name="Memory">How much of its memory lies in huge pages, of whatever size.</param>
public sealed record HugePageUser(Guid VmId, string Vm, ByteSize Memory);

/// <summary>How many huge pages of one size the host shall keep; body of <c>PUT /v1/host/hugepages</c>.</summary>
public sealed record HugePageRequest
{
    /// <summary>Size of a page; one that the host has.</summary>
    public required ByteSize PageSize { get; init; }

    /// <summary>How many pages shall be reserved in all, those in use included; 0 gives all back.</summary>
    public required long Count { get; init; }

    /// <summary>NUMA node on which they shall be; absent: wherever the kernel finds them.</summary>
    public int? Node { get; init; }
}
