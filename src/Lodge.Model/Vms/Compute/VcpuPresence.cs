using System.Globalization;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Compute;

/// <summary>Which virtual processors are there.</summary>
public static class VcpuPresence
{
    private const string AliasPrefix = "vcpu";

    /// <summary>The numbers of those that are there, ascending. Processor 0 always is.</summary>
    public static IReadOnlyList<int> Of(CpuDefinition cpu)
    {
        var single = cpu.Vcpus.OrEmpty().ToDictionary(vcpu => vcpu.Id);
        var present = new SortedSet<int>(single.Values.Where(vcpu => vcpu.Enabled).Select(vcpu => vcpu.Id)) { 0 };
        var open = Enumerable.Range(0, cpu.Count).Where(id => !single.ContainsKey(id) && !present.Contains(id)).ToList();
        present.UnionWith(open.Take(Math.Max(0, (cpu.Current ?? cpu.Count) - present.Count)));
        return [.. present];
    }

    /// <summary>Name of a processor that was plugged in, as events of a VM have it.</summary>
    public static string AliasOf(int vcpu) => string.Create(CultureInfo.InvariantCulture, $"{AliasPrefix}{vcpu}");

    /// <summary>The processor of a name; null when it is another device's.</summary>
    public static int? NumberOf(string alias) =>
        alias.StartsWith(AliasPrefix, StringComparison.Ordinal)
        && int.TryParse(alias.AsSpan(AliasPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var vcpu) ? vcpu : null;

    /// <summary>The same processors without one, and all others as they were.</summary>
    public static CpuDefinition Without(CpuDefinition cpu, int vcpu)
    {
        var present = Of(cpu);
        var left = present.Count - 1;
        if (!present.Contains(vcpu) || left == 0)
        {
            return cpu;
        }

        return cpu.Vcpus is null or { Count: 0 } && vcpu == present[^1]
            ? cpu with { Current = left }
            : cpu with
            {
                Current = left,
                Vcpus = [.. cpu.Vcpus.OrEmpty().Where(other => other.Id != vcpu), new VcpuDefinition(vcpu, Enabled: false)],
            };
    }
}
