using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;
using Lodge.Qemu.Meters;

namespace Lodge.Qemu.Checks;

/// <summary>Processors, NUMA nodes and counters that the definition names and the host must have.</summary>
internal static class TuningCheck
{
    /// <summary>All of them.</summary>
    public static Task Host(CheckContext context, CancellationToken cancellationToken)
    {
        ThrowIfImpossible(context.Definition.Tuning, () => context.Topology.Value.Online);
        ThrowIfAny(Nodes(context.Definition), () => CpuSet.Of(context.Topology.Value.Nodes.Select(node => node.Id)), "NUMA node", "'lodge host' shows the nodes");
        return Task.CompletedTask;
    }

    /// <summary>Checks the processors, and what is counted.</summary>
    /// <exception cref="LodgeException">A processor that is named is not online, or an event cannot be counted.</exception>
    public static void ThrowIfImpossible(TuningDefinition? tuning, Func<CpuSet> online)
    {
        PerfCounters.ThrowIfImpossible((tuning?.PerfEvents).OrEmpty());
        ThrowIfAny(Cpus(tuning?.Cpu), online, "processor", "'lodge host' shows how many there are; /sys/devices/system/cpu/online which");
    }

    private static IEnumerable<(string Path, string? Set)> Cpus(CpuTuning? cpu)
    {
        if (cpu is null)
        {
            return [];
        }

        return
        [
            ("tuning.cpu.cpuSet", cpu.CpuSet),
            .. (cpu.VcpuPins ?? []).Select((pin, i) => (At("tuning.cpu.vcpuPins", i), (string?)pin.CpuSet)),
            ("tuning.cpu.emulatorPin", cpu.EmulatorPin),
            .. (cpu.IoThreadPins ?? []).Select((pin, i) => (At("tuning.cpu.ioThreadPins", i), (string?)pin.CpuSet)),
        ];

        static string At(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}].cpuSet");
    }

    private static IEnumerable<(string Path, string? Set)> Nodes(VmDefinition definition) =>
    [
        ("numa.hostNodes", definition.Numa?.HostNodes),
        .. (definition.Numa?.Cells ?? []).Select((cell, i) => (string.Create(CultureInfo.InvariantCulture, $"numa.cells[{i}].hostNodes"), cell.HostNodes)),
    ];

    // The host is looked at only when something is named.
    private static void ThrowIfAny(IEnumerable<(string Path, string? Set)> fields, Func<CpuSet> read, string what, string where)
    {
        var named = fields.Where(field => field.Set is not null).ToList();
        if (named.Count == 0)
        {
            return;
        }

        var there = read();
        var troubles = named.Select(field => (field.Path, Missing: CpuSet.TryParse(field.Set, out var set) ? set.Except(there) : CpuSet.Empty))
            .Where(field => field.Missing.Count > 0)
            .Select(field => $"{field.Path}: this host has no {what} {field.Missing} online.")
            .ToList();
        if (troubles.Count > 0)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, string.Join(' ', troubles), $"It has {there}; {where}.");
        }
    }
}
