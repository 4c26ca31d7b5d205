using Lodge.Model.Primitives;

namespace Lodge.Model.Vms;

/// <summary>Guest memory.</summary>
public sealed record MemoryDefinition
{
    /// <summary>How much, at least 1 MiB, a multiple of 1 MiB.</summary>
    public required ByteSize Size { get; init; }
}
