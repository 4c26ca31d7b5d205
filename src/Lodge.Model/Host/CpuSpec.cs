using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Vms.Compute;

namespace Lodge.Model.Host;

/// <summary>A processor by a model and what differs from it.</summary>
public sealed record CpuSpec
{
    /// <summary>A QEMU CPU model such as <c>EPYC</c>, or <c>host</c> for all that the accelerator can do on this host.</summary>
    public required string Model { get; init; }

    /// <summary>Features that differ. Required, forced and optional ones are there, disabled and forbidden ones are not.</summary>
    public IReadOnlyList<CpuFeature>? Features { get; init; }
}

/// <summary>How a processor relates to this host.</summary>
public sealed record CpuComparison
{
    /// <summary>In one word.</summary>
    public required CpuRelation Outcome { get; init; }

    /// <summary>What the processor has and the host lacks, sorted.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>What the host has and the processor lacks, sorted.</summary>
    public required IReadOnlyList<string> Extra { get; init; }
}

/// <summary>How a processor relates to this host, in one word.</summary>
[JsonConverter(typeof(KebabEnumConverter<CpuRelation>))]
public enum CpuRelation
{
    /// <summary>The host has all of its features and no others.</summary>
    Identical = 0,

    /// <summary>The host has all of its features and more.</summary>
    Superset = 1,

    /// <summary>The host lacks some of its features; a VM with it does not start here.</summary>
    Incompatible = 2,
}
