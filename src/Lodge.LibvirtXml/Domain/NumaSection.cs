using Lodge.LibvirtXml.Xml;
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
        return tune is null && cells is null ? null : new NumaDefinition
        {
            Cells = cells is null ? null : [.. cells.Select((cell, index) => Cell(root, cell, index, tune))],
            HostNodes = memory?.Attr("nodeset"),
            Policy = memory?.Word("mode", s_policies),
        };
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

    private static NumaCell Cell(Element root, Element cell, int index, Element? tune)
    {
        var id = cell.Int("id") ?? index;
        var node = tune?.Children("memnode").FirstOrDefault(candidate => candidate.NeedInt("cellid") == id);
        var access = cell.Attr("memAccess");
        return new NumaCell
        {
            Id = id,
            Cpus = cell.Attr("cpus"),
            Memory = MemoryOf(cell),
            Distances = cell.Child("distances") is { } distances
                ? [.. distances.Children("sibling").Select(other => new NumaDistance(other.NeedInt("id"), other.NeedInt("value")))] : null,
            HostNodes = node?.Need("nodeset"),
            Policy = node?.Word("mode", s_policies),
            HugePages = MemoryBackingSection.PageOf(root, id),
            Shared = access is null ? null : access == "shared" ? true : access == "private" ? false
                : throw cell.Invalid($"'{access}' for the attribute 'memAccess' of <cell>; it is 'shared' or 'private'"),
        };
    }

    private static Lodge.Model.Primitives.ByteSize MemoryOf(Element cell) =>
        cell.Size("memory") ?? throw cell.Invalid("missing attribute 'memory' of <cell>");
}
