using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;
using Lodge.Qemu.Planning.Memory;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>The guest's NUMA nodes: processors, memory, distances.</summary>
internal static class NumaArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var cells = context.Definition.Numa?.Cells ?? [];
        foreach (var cell in cells)
        {
            AddCell(plan, context, cell);
        }

        foreach (var cell in cells)
        {
            foreach (var distance in cell.Distances ?? [])
            {
                plan.Add("-numa", OptionText.Of(
                    "dist", ("src", PlanBuilder.Text(cell.Id)), ("dst", PlanBuilder.Text(distance.To)), ("val", PlanBuilder.Text(distance.Value))));
            }
        }
    }

    private static void AddCell(PlanBuilder plan, PlanContext context, NumaCell cell)
    {
        var id = $"ram-node{PlanBuilder.Text(cell.Id)}";
        var hasMemory = cell.Memory.Bytes > 0;
        if (hasMemory)
        {
            var manner = MemoryBackends.MannerOf(context, cell.HugePages, cell.Shared, cell.HostNodes, cell.Policy);
            MemoryBackends.Add(plan, context, id, cell.Memory, manner);
        }

        var cpus = CpuSet.TryParse(cell.Cpus, out var set) ? CpuRanges.Of(set) : [];
        plan.Add("-numa", OptionText.Of(
            "node",
            [("nodeid", PlanBuilder.Text(cell.Id)), .. cpus.Select(range => ("cpus", (string?)range)), ("memdev", hasMemory ? id : null)]));
    }
}
