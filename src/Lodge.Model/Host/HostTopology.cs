using Lodge.Model.Primitives;

namespace Lodge.Model.Host;

/// <summary>How the host's processors and memory are arranged.</summary>
/// <param name="Cpus">Processors that are online, by number.</param>
/// <param name="Nodes">NUMA nodes that are online, by number; a host without NUMA has one.</param>
public sealed record HostTopology(IReadOnlyList<HostCpu> Cpus, IReadOnlyList<HostNode> Nodes)
{
    /// <summary>The numbers of all processors that are online.</summary>
    public CpuSet Online => CpuSet.Of(Cpus.Select(cpu => cpu.Id));

    /// <summary>How many sockets have a processor that is online.</summary>
    public int Sockets => Cpus.Select(cpu => cpu.Socket).Distinct().Count();

    /// <summary>How many cores have a processor that is online.</summary>
    public int Cores => Cpus.Select(cpu => (cpu.Socket, cpu.Die, cpu.Core)).Distinct().Count();
}

/// <summary>One processor of the host: a hardware thread.</summary>
/// <param name="Id">The kernel's number, by which VMs are pinned.</param>
/// <param name="Socket">Physical package.</param>
/// <param name="Die">Die in its package; 0 where the kernel knows no dies.</param>
/// <param name="Core">Core in its package.</param>
/// <param name="Siblings">The processors that share its core, itself included.</param>
public sealed record HostCpu(int Id, int Socket, int Die, int Core, CpuSet Siblings);

/// <summary>One NUMA node of the host.</summary>
/// <param name="Id">The kernel's number.</param>
/// <param name="MemoryBytes">Its memory.</param>
/// <param name="FreeBytes">Memory there that nobody uses.</param>
/// <param name="Cpus">Its processors that are online; empty for a node that has only memory.</param>
/// <param name="Distances">The firmware's distance to each node that is online, itself (10) included, in the order of the nodes.</param>
public sealed record HostNode(int Id, long MemoryBytes, long FreeBytes, CpuSet Cpus, IReadOnlyList<int> Distances);
