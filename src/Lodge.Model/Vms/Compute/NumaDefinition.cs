using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Primitives;

namespace Lodge.Model.Vms.Compute;

/// <summary>Memory that is nearer to some processors than to others: in the guest, and where it lies on the host.</summary>
public sealed record NumaDefinition
{
    /// <summary>The guest's nodes; their memory adds up to <c>memory.size</c>. Absent: one node.</summary>
    public IReadOnlyList<NumaCell>? Cells { get; init; }

    /// <summary>Host nodes that the guest's memory comes from, such as <c>0-1,^3</c>. Absent: any.</summary>
    public string? HostNodes { get; init; }

    /// <summary>How strictly. Absent: strict.</summary>
    public NumaPolicy? Policy { get; init; }
}

/// <summary>A NUMA node of the guest.</summary>
public sealed record NumaCell
{
    /// <summary>0 or more, without gaps.</summary>
    public required int Id { get; init; }

    /// <summary>Its processors, such as <c>0-3</c>. Absent: none.</summary>
    public string? Cpus { get; init; }

    /// <summary>Its memory, a multiple of 1 MiB; 0 for none.</summary>
    public required ByteSize Memory { get; init; }

    /// <summary>Distances to other nodes. Absent: 10 to itself, 20 to others.</summary>
    public IReadOnlyList<NumaDistance>? Distances { get; init; }

    /// <summary>Host nodes that this one's memory comes from. Absent: as for all.</summary>
    public string? HostNodes { get; init; }

    /// <summary>How strictly. Absent: as for all.</summary>
    public NumaPolicy? Policy { get; init; }

    /// <summary>Size of the huge pages to use: 2 MiB or 1 GiB. Absent: as for all.</summary>
    public ByteSize? HugePages { get; init; }

    /// <summary>Whether other processes can map it. Absent: as for all.</summary>
    public bool? Shared { get; init; }
}

/// <summary>How far a node is.</summary>
/// <param name="To">The other node, 0 or more.</param>
/// <param name="Value">10 to 254; 255: unreachable. It is 10 to itself.</param>
public sealed record NumaDistance(int To, int Value);

/// <summary>How strictly memory comes from host nodes.</summary>
[JsonConverter(typeof(KebabEnumConverter<NumaPolicy>))]
public enum NumaPolicy
{
    /// <summary>From these only.</summary>
    Strict = 0,

    /// <summary>From these while they have some.</summary>
    Preferred = 1,

    /// <summary>From these in turns.</summary>
    Interleave = 2,

    /// <summary>From these only, its own memory included: the whole QEMU is bound, without being told.</summary>
    Restrictive = 3,
}
