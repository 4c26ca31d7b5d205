using System.Numerics;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Cpus;

/// <summary>Where a virtual processor sits.</summary>
internal readonly record struct VcpuPlace(int Socket, int Die, int Core, int Thread);

/// <summary>Which virtual processors a VM has, where they sit, and which are there at start. Pure; also for plugging.</summary>
internal static class VcpuLayout
{
    /// <summary>The arrangement, with what is left open filled in: one socket with all processors as cores.</summary>
    public static CpuTopology TopologyOf(CpuDefinition cpu) => cpu.Topology ?? new(Cores: cpu.Count);

    /// <summary>
    /// Place of a processor. They are numbered threads first, then cores, dies, sockets, as QEMU does
    /// (x86_topo_ids_from_idx in include/hw/i386/topology.h of its tree).
    /// </summary>
    public static VcpuPlace PlaceOf(CpuTopology topology, int id) => new(
        id / (topology.Threads * topology.Cores * topology.Dies),
        id / (topology.Threads * topology.Cores) % topology.Dies,
        id / topology.Threads % topology.Cores,
        id % topology.Threads);

    /// <summary>
    /// Number of a processor's interrupt controller, which has a field of whole bits for each level of the arrangement
    /// (apicid_from_topo_ids, as above).
    /// </summary>
    public static int ApicIdOf(CpuTopology topology, int id)
    {
        var place = PlaceOf(topology, id);
        var ofCore = BitsOf(topology.Threads);
        var ofDie = ofCore + BitsOf(topology.Cores);
        var ofSocket = ofDie + BitsOf(topology.Dies);
        return place.Thread | (place.Core << ofCore) | (place.Die << ofDie) | (place.Socket << ofSocket);
    }

    /// <summary>
    /// Whether numbers are missing among the interrupt controllers of these processors. Under TCG QEMU itself carries
    /// interrupts from one processor to the next, and stops looking at the first number that is missing
    /// (apic_get_delivery_bitmask in hw/intc/apic.c of its tree), so that a guest with a gap hangs.
    /// </summary>
    public static bool LeavesGaps(CpuTopology topology, IEnumerable<int> present) =>
        present.Select(id => ApicIdOf(topology, id)).Order().Index().Any(number => number.Index != number.Item);

    /// <summary>
    /// Processors that are there from the first moment and have no name within QEMU: those that cannot be unplugged.
    /// Without a word about single ones, all that are there at start.
    /// </summary>
    public static int Fixed(CpuDefinition cpu) => cpu.Vcpus is { Count: > 0 } vcpus
        ? Math.Max(1, vcpus.Where(vcpu => vcpu.Enabled && (vcpu.Id == 0 || vcpu.Hotpluggable == false)).Select(vcpu => vcpu.Id + 1).DefaultIfEmpty(1).Max())
        : cpu.Current ?? cpu.Count;

    /// <summary>Processors that are there at start and can be unplugged, in the order of plugging.</summary>
    public static IEnumerable<int> Plugged(CpuDefinition cpu)
    {
        var order = cpu.Vcpus.OrEmpty().ToDictionary(vcpu => vcpu.Id, vcpu => vcpu.Order);
        return VcpuPresence.Of(cpu).Where(id => id >= Fixed(cpu)).OrderBy(id => order.GetValueOrDefault(id) ?? int.MaxValue).ThenBy(id => id);
    }

    /// <summary>QEMU's device for a processor of a model.</summary>
    public static string DriverOf(string model) => $"{model}-x86_64-cpu";

    /// <summary>The options of that device.</summary>
    public static (string Key, string? Value)[] OptionsOf(CpuTopology topology, int id)
    {
        var place = PlaceOf(topology, id);
        return
        [
            ("id", VcpuPresence.AliasOf(id)),
            ("socket-id", PlanBuilder.Text(place.Socket)),
            ("die-id", topology.Dies > 1 ? PlanBuilder.Text(place.Die) : null),
            ("core-id", PlanBuilder.Text(place.Core)),
            ("thread-id", PlanBuilder.Text(place.Thread)),
        ];
    }

    private static int BitsOf(int count) => count <= 1 ? 0 : BitOperations.Log2((uint)(count - 1)) + 1;
}
