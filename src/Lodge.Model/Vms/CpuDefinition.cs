using System.Text.Json.Serialization;

namespace Lodge.Model.Vms;

/// <summary>Virtual processors.</summary>
public sealed record CpuDefinition
{
    /// <summary>One processor, unless told otherwise.</summary>
    // A constructor, since the JSON generator overwrites the initializers of init-only properties that a text leaves out.
    [JsonConstructor]
    public CpuDefinition(int count = 1) => Count = count;

    /// <summary>How many, 1 to 4,096; the machine type and QEMU may allow fewer.</summary>
    public int Count { get; init; }

    /// <summary>
    /// A QEMU CPU model such as <c>host</c>, <c>max</c> or <c>EPYC</c>. Absent: <c>host</c> under KVM, <c>max</c>
    /// under TCG.
    /// </summary>
    public string? Model { get; init; }
}
