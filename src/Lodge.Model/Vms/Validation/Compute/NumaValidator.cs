using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;

namespace Lodge.Model.Vms.Validation.Compute;

/// <summary>Guest NUMA nodes: together they are the whole machine, and nothing belongs to two of them.</summary>
internal static class NumaValidator
{
    private static readonly ByteSize MiB = ByteSize.FromMiB(1);

    public static void Check(VmDefinition definition, Place root)
    {
        if (definition.Numa is not { } numa)
        {
            return;
        }

        var place = root.In("numa");
        place.Set("hostNodes", numa.HostNodes);
        place.AddIf(numa.Policy is not null && numa.HostNodes is null, "policy", "says how strictly, while hostNodes, from where, is missing");
        if (numa.Cells is { Count: > 0 } cells)
        {
            CheckIds(cells, place);
            CheckMemory(definition, cells, place);
            CheckCpus(definition, cells, place);
            foreach (var (cellPlace, cell) in place.Each("cells", cells))
            {
                CheckHost(numa, cell, cellPlace);
                CheckDistances(cells, cell, cellPlace);
            }
        }
    }

    private static void CheckIds(IReadOnlyList<NumaCell> cells, Place root)
    {
        var ids = new HashSet<int>();
        foreach (var (place, cell) in root.Each("cells", cells))
        {
            place.AddIf(cell.Id < 0 || cell.Id >= cells.Count, "id", $"must be 0 to {cells.Count - 1}, without gaps, and is {cell.Id}");
            place.AddIf(!ids.Add(cell.Id), "id", $"is {cell.Id}, as another cell's is already");
        }
    }

    private static void CheckMemory(VmDefinition definition, IReadOnlyList<NumaCell> cells, Place root)
    {
        foreach (var (place, cell) in root.Each("cells", cells))
        {
            place.MultipleOf("memory", cell.Memory, MiB);
            MemoryValidator.CheckHugePages(place, cell.HugePages);
            var pages = cell.HugePages ?? definition.Memory.Backing?.HugePages;
            place.AddIf(pages is { Bytes: > 0 } page && cell.Memory.Bytes % page.Bytes != 0, "memory", $"must be a multiple of its huge pages of {pages}, and is {cell.Memory}");
        }

        var total = cells.Sum(cell => (decimal)cell.Memory.Bytes);
        root.AddIf(
            total != definition.Memory.Size.Bytes,
            "cells",
            $"have {(total <= long.MaxValue ? new ByteSize((long)total) : "too much")} of memory together, and memory.size is {definition.Memory.Size}");
    }

    private static void CheckCpus(VmDefinition definition, IReadOnlyList<NumaCell> cells, Place root)
    {
        var (count, covered, malformed) = (definition.Cpu.Count, CpuSet.Empty, false);
        foreach (var (place, cell) in root.Each("cells", cells))
        {
            if (place.Set("cpus", cell.Cpus) is not { } cpus)
            {
                malformed |= cell.Cpus is not null;
                continue;
            }

            place.AddIf(cpus.Numbers[^1] >= count, "cpus", $"is '{cell.Cpus}', and cpu.count is {count}: must be 0 to {count - 1}");
            var both = cpus.Intersect(covered);
            place.AddIf(both.Count > 0, "cpus", $"is '{cell.Cpus}', and {both} are in another cell already");
            covered = covered.Union(cpus);
        }

        if (!malformed && count is > 0 and <= CpuSet.Largest)
        {
            var missing = CpuSet.Of(Enumerable.Range(0, count)).Except(covered);
            root.AddIf(missing.Count > 0, "cells", $"must hold every processor, and none holds {missing}");
        }
    }

    private static void CheckHost(NumaDefinition numa, NumaCell cell, Place place)
    {
        place.Set("hostNodes", cell.HostNodes);
        place.AddIf(cell.Policy is not null && (cell.HostNodes ?? numa.HostNodes) is null, "policy", "says how strictly, while hostNodes, from where, is missing");
    }

    private static void CheckDistances(IReadOnlyList<NumaCell> cells, NumaCell cell, Place root)
    {
        var targets = new HashSet<int>();
        foreach (var (place, distance) in root.Each("distances", cell.Distances))
        {
            place.AddIf(cells.All(other => other.Id != distance.To), "to", $"is {distance.To}, and there is no such cell");
            place.AddIf(!targets.Add(distance.To), "to", $"is {distance.To}, as another distance's is already");
            place.Range("value", distance.Value, 10, 255);
            place.AddIf(distance.To == cell.Id && distance.Value != 10, "value", $"must be 10 from a cell to itself, and is {distance.Value}");
        }
    }
}
