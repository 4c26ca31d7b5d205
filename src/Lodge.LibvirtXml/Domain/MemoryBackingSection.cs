using Lodge.LibvirtXml.Xml;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;memoryBacking&gt;</c>: how the host provides memory.</summary>
internal static class MemoryBackingSection
{
    /// <summary>The host's usual huge page on x86-64.</summary>
    private static readonly ByteSize s_usualPage = ByteSize.FromMiB(2);

    private static readonly Words<MemorySource> s_sources = new(
        (MemorySource.Anonymous, "anonymous"), (MemorySource.File, "file"), (MemorySource.Memfd, "memfd"));

    public static MemoryBacking? Read(Element root)
    {
        if (root.Child("memoryBacking") is not { } backing)
        {
            return null;
        }

        var allocation = backing.Child("allocation");
        var huge = backing.Child("hugepages");
        var read = new MemoryBacking
        {
            HugePages = huge is null ? null : CommonPage(huge),
            Locked = backing.Presence("locked"),
            NoSharePages = backing.Presence("nosharepages"),
            Shared = Mode(backing.Child("access"), "mode", "shared", "private"),
            Source = backing.Child("source")?.Word("type", s_sources),
            Prealloc = Mode(allocation, "mode", "immediate", "ondemand"),
            PreallocThreads = allocation?.Int("threads"),
            Discard = backing.Presence("discard"),
        };
        return read == new MemoryBacking() ? null : read;
    }

    /// <summary>Sizes of the huge pages of guest nodes that have their own.</summary>
    public static IReadOnlyList<(CpuSet Nodes, ByteSize Size)> PagesOf(Element root)
    {
        var pages = root.Child("memoryBacking")?.Child("hugepages")?.Children("page") ?? [];
        return pages.Count <= XmlLimits.NumaCells ? [.. pages.Where(page => page.Attr("nodeset") is not null).Select(Own)]
            : throw pages[0].Invalid($"more than {XmlLimits.NumaCells} sizes of huge pages");
    }

    public static void Write(XmlOut output, MemoryBacking? backing, IReadOnlyList<NumaCell> cells)
    {
        using var element = output.ElementIfAny("memoryBacking");
        if (backing?.HugePages is not null || cells.Any(cell => cell.HugePages is not null))
        {
            using var huge = output.Element("hugepages");
            Page(output, backing?.HugePages, null);
            foreach (var group in cells.Where(cell => cell.HugePages is not null).GroupBy(cell => cell.HugePages!.Value))
            {
                Page(output, group.Key, CpuSet.Of(group.Select(cell => cell.Id)).ToString());
            }
        }

        if (backing is null)
        {
            return;
        }

        output.Flag("nosharepages", backing.NoSharePages);
        output.Flag("locked", backing.Locked);
        One(output, "source", "type", s_sources.Of(backing.Source));
        One(output, "access", "mode", backing.Shared is { } shared ? shared ? "shared" : "private" : null);
        using (output.ElementIfAny("allocation"))
        {
            output.Attr("mode", backing.Prealloc is { } all ? all ? "immediate" : "ondemand" : null).Attr("threads", backing.PreallocThreads);
        }

        output.Flag("discard", backing.Discard);
    }

    private static void Page(XmlOut output, ByteSize? size, string? nodes)
    {
        if (size is { } known)
        {
            using var page = output.Element("page");
            output.Attr("size", Units.KiB(known)).Attr("unit", "KiB").Attr("nodeset", nodes);
        }
    }

    private static void One(XmlOut output, string name, string attribute, string? value)
    {
        using var element = output.ElementIfAny(name);
        output.Attr(attribute, value);
    }

    private static (CpuSet Nodes, ByteSize Size) Own(Element page) => (
        CpuSet.TryParse(page.Attr("nodeset"), out var nodes) ? nodes : throw page.Invalid($"'{page.Attr("nodeset")}' for the attribute 'nodeset' of <page>"),
        page.Size("size") ?? throw page.Invalid("missing attribute 'size' of <page>"));

    private static ByteSize? CommonPage(Element huge)
    {
        var pages = huge.Children("page");
        var common = pages.Where(page => page.Attr("nodeset") is null).ToList();
        return common.Count > 1 ? throw common[1].Invalid("more than one size of huge pages for the whole memory")
            : common.Count == 1 ? common[0].Size("size") ?? throw common[0].Invalid("missing attribute 'size' of <page>")
            : pages.Count == 0 ? s_usualPage
            : null;
    }

    private static bool? Mode(Element? element, string attribute, string yes, string no)
    {
        var value = element?.Attr(attribute);
        return value is null ? null
            : value == yes ? true
            : value == no ? false
            : throw element!.Invalid($"'{value}' for the attribute '{attribute}' of <{element.Name}>; it is '{yes}' or '{no}'");
    }
}
