using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Compute;

/// <summary>Which processors are there at start.</summary>
internal static class VcpuValidator
{
    public static void Check(VmDefinition definition, Place root)
    {
        var (cpu, place) = (definition.Cpu, root.In("cpu"));
        place.AddIf(
            cpu.Current is { } current && (current < 1 || current > cpu.Count),
            "current",
            $"must be 1 to cpu.count, which is {cpu.Count}, and is {cpu.Current}");

        var (ids, orders) = (new HashSet<int>(), new HashSet<int>());
        foreach (var (vcpuPlace, vcpu) in place.Each("vcpus", cpu.Vcpus))
        {
            vcpuPlace.AddIf(vcpu.Id < 0 || vcpu.Id >= cpu.Count, "id", $"is {vcpu.Id}, and cpu.count is {cpu.Count}: must be 0 to {cpu.Count - 1}");
            vcpuPlace.AddIf(!ids.Add(vcpu.Id), "id", $"is {vcpu.Id}, as another processor's is already");
            vcpuPlace.AtLeast("order", vcpu.Order, 1);
            vcpuPlace.AddIf(vcpu.Order is { } order && !orders.Add(order), "order", $"is {vcpu.Order}, as another processor's is already");
            vcpuPlace.AddIf(vcpu is { Id: 0, Enabled: false }, "enabled", "must be true: processor 0 is always there");
            vcpuPlace.AddIf(vcpu is { Id: 0, Hotpluggable: true }, "hotpluggable", "must be false: processor 0 can never be unplugged");
            vcpuPlace.AddIf(
                vcpu is { Enabled: false, Hotpluggable: false },
                "hotpluggable",
                "must not be false for a processor that is not there at start: it could never be plugged in");
        }

        CheckCurrent(cpu, ids, place);
    }

    // When every processor is listed, the list says already how many there are.
    private static void CheckCurrent(CpuDefinition cpu, HashSet<int> ids, Place place)
    {
        var enabled = cpu.Vcpus.OrEmpty().Count(vcpu => vcpu.Enabled);
        place.AddIf(
            cpu.Current is { } current && cpu.Vcpus.OrEmpty().Count == cpu.Count && ids.Count == cpu.Count && enabled != current,
            "current",
            $"is {cpu.Current}, and cpu.vcpus enables {enabled}");
    }
}
