using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Platform;

namespace Lodge.TestSupport.Engine;

/// <summary>A host with two processors and one node, which does always the same.</summary>
public sealed class FakeMeters : IHostMeters
{
    public Guid MachineId { get; } = Guid.Parse("5d2a3b9c-7a41-4a0e-9a0b-2f6a3f0c9d11");

    public int Megahertz => 2400;

    public CpuSet PresentCpus { get; } = CpuSet.Of(0, 1);

    /// <summary>How equal pages are merged; null for a kernel that cannot.</summary>
    public PageMerging? Merging { get; set; } = new() { PagesToScan = 100, SleepMilliseconds = 20, MergeAcrossNodes = true, PagesShared = 7 };

    public HostCpuTimes ReadCpuTimes(int? cpu) => cpu is null or 0 or 1
        ? new HostCpuTimes(1_000_000_000, 2_000_000_000, 30_000_000_000, 40_000_000)
        : throw new LodgeException(ErrorCode.InvalidArgument, $"The host has no processor {cpu} that is online.");

    public HostMemoryFigures ReadMemory(int? node) => node is null or 0
        ? new HostMemoryFigures(4L << 30, 1L << 30, 1L << 20, 1L << 29)
        : throw new LodgeException(ErrorCode.InvalidArgument, $"The host has no NUMA node {node}.");

    public PageMerging? ReadPageMerging() => Merging;

    public void Change(PageMergingChange change) => Merging = Merging! with
    {
        PagesToScan = change.PagesToScan ?? Merging.PagesToScan,
        SleepMilliseconds = change.SleepMilliseconds ?? Merging.SleepMilliseconds,
        MergeAcrossNodes = change.MergeAcrossNodes ?? Merging.MergeAcrossNodes,
    };

    public SmbiosDefinition ReadSmbios() => new() { System = new("Bespoke", "Inn", null, null, null, null) };
}
