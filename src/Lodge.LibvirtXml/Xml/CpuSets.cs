using Lodge.Model.Primitives;

namespace Lodge.LibvirtXml.Xml;

/// <summary>Sets of processors or nodes in libvirt's one way to write each.</summary>
internal static class CpuSets
{
    /// <summary>The set in order and without exceptions; a text that is none stays as it is.</summary>
    public static string? Plain(string? set) => CpuSet.TryParse(set, out var parsed) ? parsed.ToString() : set;

    /// <summary>The set that an attribute names, in order; the attribute must be there.</summary>
    public static string Need(Element element, string name) => Plain(element.Need(name))!;
}
