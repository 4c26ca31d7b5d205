using Lodge.Model.Host;

namespace Lodge.Api.Contracts;

/// <summary>Body of <c>POST /v1/host/cpu/baseline</c>.</summary>
public sealed record CpuBaselineRequest
{
    /// <summary>The processors, one or more; all of one vendor.</summary>
    public required IReadOnlyList<CpuSpec> Cpus { get; init; }
}
