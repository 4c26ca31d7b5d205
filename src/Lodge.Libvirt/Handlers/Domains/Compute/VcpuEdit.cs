using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Handlers.Domains.Tuning;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;

namespace Lodge.Libvirt.Handlers.Domains.Compute;

/// <summary>Changes which processors a guest has, and can have. Pure.</summary>
internal static class VcpuEdit
{
    /// <summary>So many processors: the lowest that are missing come, the highest that are there go.</summary>
    public static VmDefinition Present(VmDefinition definition, uint count)
    {
        var cpu = definition.Cpu;
        if (count > cpu.Count || count == 0)
        {
            throw DomainEditor.Wrong($"requested vcpus is greater than max allowable vcpus for the domain: {count} > {cpu.Count}");
        }

        var there = VcpuPresence.Of(cpu);
        var missing = Enumerable.Range(0, cpu.Count).Except(there).Take((int)count - there.Count);
        return Switched(definition, [.. there.Take((int)count), .. missing]);
    }

    /// <summary>Single processors that come, or go.</summary>
    public static VmDefinition Single(VmDefinition definition, CpuSet vcpus, bool enabled)
    {
        if (vcpus.Numbers[^1] >= definition.Cpu.Count)
        {
            throw DomainEditor.Wrong($"vcpu {vcpus.Numbers[^1]} is not present in the domain");
        }

        if (!enabled && vcpus.Contains(0))
        {
            throw DomainEditor.Wrong("vcpu 0 can't be modified");
        }

        var there = VcpuPresence.Of(definition.Cpu);
        return Switched(definition, [.. enabled ? there.Union(vcpus.Numbers) : there.Except(vcpus.Numbers)]);
    }

    /// <summary>At most so many processors. What says something of those beyond goes.</summary>
    public static VmDefinition Most(VmDefinition definition, uint count)
    {
        var cpu = definition.Cpu;
        var most = (int)Math.Min(count, int.MaxValue);
        if (cpu.Topology is { } shape && shape.Sockets * shape.Dies * shape.Cores * shape.Threads != most)
        {
            throw DomainEditor.Wrong("CPU topology doesn't match the desired vcpu count");
        }

        var there = VcpuPresence.Of(cpu).Count(vcpu => vcpu < most);
        var single = cpu.Vcpus?.Where(vcpu => vcpu.Id < most).ToList();
        var pins = definition.Tuning?.Cpu?.VcpuPins?.Where(pin => pin.Vcpu < most).ToList();
        var fewer = TuningEdit.Cpu(definition, tuning => tuning with { VcpuPins = pins is { Count: > 0 } ? pins : null });
        return fewer with
        {
            Cpu = cpu with { Count = most, Current = there == most ? null : there, Vcpus = single is { Count: > 0 } ? single : null },
        };
    }

    // Whoever never chose single processors gets none named as long as the first ones are meant.
    private static VmDefinition Switched(VmDefinition definition, List<int> wanted)
    {
        var cpu = definition.Cpu;
        var current = wanted.Count == cpu.Count ? (int?)null : wanted.Count;
        if (cpu.Vcpus is not { Count: > 0 } && wanted.Max() == wanted.Count - 1)
        {
            return definition with { Cpu = cpu with { Current = current } };
        }

        var before = VcpuPresence.Of(cpu).ToHashSet();
        var changed = Enumerable.Range(0, cpu.Count).Where(id => before.Contains(id) != wanted.Contains(id));
        var single = (cpu.Vcpus ?? []).ToDictionary(vcpu => vcpu.Id);
        foreach (var id in changed)
        {
            single[id] = (single.GetValueOrDefault(id) ?? new VcpuDefinition(id)) with { Enabled = wanted.Contains(id) };
        }

        return definition with { Cpu = cpu with { Current = current, Vcpus = [.. single.Values.OrderBy(vcpu => vcpu.Id)] } };
    }
}
