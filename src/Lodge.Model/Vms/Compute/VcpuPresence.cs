using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Compute;

/// <summary>Which virtual processors are there.</summary>
public static class VcpuPresence
{
    /// <summary>The numbers of those that are there, ascending. Processor 0 always is.</summary>
    public static IReadOnlyList<int> Of(CpuDefinition cpu)
    {
        var single = cpu.Vcpus.OrEmpty().ToDictionary(vcpu => vcpu.Id);
        var present = new SortedSet<int>(single.Values.Where(vcpu => vcpu.Enabled).Select(vcpu => vcpu.Id)) { 0 };
        var open = Enumerable.Range(0, cpu.Count).Where(id => !single.ContainsKey(id) && !present.Contains(id)).ToList();
        present.UnionWith(open.Take(Math.Max(0, (cpu.Current ?? cpu.Count) - present.Count)));
        return [.. present];
    }
}
