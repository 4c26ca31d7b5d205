using Lodge.LibvirtXml.Xml;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;cpu&gt;&lt;numa&gt;</c>, the guest's nodes, and <c>&lt;numatune&gt;</c>, where they lie on the host.</summary>
internal static class NumaSection
{
    private static readonly Words<NumaPolicy> s_policies = new(
        (NumaPolicy.Strict, "strict"), (NumaPolicy.Preferred, "preferred"), (NumaPolicy.Interleave, "interleave"),
        (NumaPolicy.Restrictive, "restrictive"));

    public static NumaDefinition? Read(Element root)
    {
        var tune = root.Child("numatune");
        var memory = tune?.Child("memory");
        memory?.Accept("placement", "static");
        var cells = CellsOf(root);
        var nodes = tune?.Children("memnode") ?? [];
        if (nodes.Count > XmlLimits.NumaCells)
        {
            throw nodes[0].Invalid($"more than {XmlLimits.NumaCells} <memnode>");
        }

        var pages = MemoryBackingSection.PagesOf(root);
        var numa = new NumaDefinition
        {
            Cells = cells is not { Count: > 0 } ? null : [.. cells.Select((cell, index) => Cell(cell, index, nodes, pages))],
            HostNodes = CpuSets.Plain(memory?.Attr("nodeset")),
            Policy = memory?.Word("mode", s_policies) ?? (memory?.Attr("nodeset") is null ? null : NumaPolicy.Strict),
        };
        CheckIds(numa, cells);
        return numa == new NumaDefinition() ? null : numa;
    }

    /// <summary>Bytes of all guest nodes, or null without nodes.</summary>
    public static long? TotalOf(Element root) =>
        CellsOf(root) is { Count: > 0 } cells ? Units.Total(cells.Select(MemoryOf), root) : null;

    public static void WriteTuning(XmlOut output, NumaDefinition? numa)
    {
        if (numa is null)
        {
            return;
        }

        using var tune = output.ElementIfAny("numatune");
        using (output.ElementIfAny("memory"))
        {
            output.Attr("mode", s_policies.Of(numa.Policy ?? (numa.HostNodes is null ? null : NumaPolicy.Strict))).Attr("nodeset", CpuSets.Plain(numa.HostNodes));
        }

        foreach (var cell in numa.Cells.OrEmpty().Where(cell => cell.HostNodes is not null))
        {
            using var node = output.Element("memnode");
            output.Attr("cellid", cell.Id).Attr("mode", s_policies.Of(cell.Policy ?? NumaPolicy.Strict)).Attr("nodeset", CpuSets.Plain(cell.HostNodes));
        }
    }

    public static void WriteCells(XmlOut output, NumaDefinition? numa)
    {
        if (numa?.Cells is not { Count: > 0 } cells)
        {
            return;
        }

        using var element = output.Element("numa");
        foreach (var cell in cells)
        {
            using var place = output.Element("cell");
            output.Attr("id", cell.Id).Attr("cpus", CpuSets.Plain(cell.Cpus)).Attr("memory", Units.KiB(cell.Memory)).Attr("unit", "KiB")
                .Attr("memAccess", cell.Shared is { } shared ? shared ? "shared" : "private" : null);
            using var distances = output.ElementIfAny("distances");
            foreach (var distance in cell.Distances.OrEmpty())
            {
                using var sibling = output.Element("sibling");
                output.Attr("id", distance.To).Attr("value", distance.Value);
            }
        }
    }

    private static IReadOnlyList<Element>? CellsOf(Element root)
    {
        var cells = root.Child("cpu")?.Child("numa")?.Children("cell");
        return cells is not { Count: > XmlLimits.NumaCells } ? cells : throw cells[0].Invalid($"more than {XmlLimits.NumaCells} nodes");
    }

    private static NumaCell Cell(Element cell, int index, IReadOnlyList<Element> nodes, IReadOnlyList<(CpuSet Nodes, ByteSize Size)> pages)
    {
        var id = cell.Int("id") ?? index;
        var node = nodes.FirstOrDefault(candidate => candidate.NeedInt("cellid") == id);
        var access = cell.Attr("memAccess");
        return new NumaCell
        {
            Id = id,
            Cpus = CpuSets.Plain(cell.Attr("cpus")),
            Memory = MemoryOf(cell),
            Distances = cell.Child("distances")?.Children("sibling") is { Count: > 0 } siblings
                ? [.. siblings.Select(other => new NumaDistance(other.NeedInt("id"), other.NeedInt("value")))] : null,
            HostNodes = node is null ? null : CpuSets.Need(node, "nodeset"),
            Policy = node is null ? null : node.Word("mode", s_policies) ?? NumaPolicy.Strict,
            HugePages = pages.Where(page => page.Nodes.Contains(id)).Select(page => (ByteSize?)page.Size).FirstOrDefault(),
            Shared = access is null ? null : access == "shared" ? true : access == "private" ? false
                : throw cell.Invalid($"'{access}' for the attribute 'memAccess' of <cell>; it is 'shared' or 'private'"),
        };
    }

    private static void CheckIds(NumaDefinition numa, IReadOnlyList<Element>? cells)
    {
        if (numa.Cells is { } known && known.DistinctBy(cell => cell.Id).Count() < known.Count)
        {
            throw cells![0].Invalid("two <cell> with the same id");
        }
    }

    private static ByteSize MemoryOf(Element cell) =>
        cell.Size("memory") ?? throw cell.Invalid("missing attribute 'memory' of <cell>");
}
