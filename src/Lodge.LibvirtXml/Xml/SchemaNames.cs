using System.Collections.Frozen;

namespace Lodge.LibvirtXml.Xml;

/// <summary>
/// Which attributes and children an element has in libvirt's schema, by its own name and its parent's: lines of
/// <c>parent/name: @attribute … child …</c>.
/// </summary>
internal static class SchemaNames
{
    private static readonly FrozenDictionary<string, FrozenSet<string>> s_places = Load();

    // What belongs to these comes alone, too.
    private static readonly string[] s_ofParts = ["network", "forward", "dhcp", "dns"];

    /// <summary>Whether the schema has that attribute there.</summary>
    public static bool HasAttribute(Element element, string name) => Of(element).Contains($"@{name}");

    /// <summary>Whether the schema has that child there.</summary>
    public static bool HasChild(Element element, string name) => Of(element).Contains(name);

    /// <summary>Whether the schema has a device of that name.</summary>
    public static bool IsDevice(string name) => s_places["domain/devices"].Contains(name);

    private static FrozenSet<string> Of(Element element)
    {
        var parent = element.Parent?.Name;
        return s_places.GetValueOrDefault(parent is null ? element.Name : $"{parent}/{element.Name}")
            ?? s_places.GetValueOrDefault($"devices/{element.Name}")
            ?? (parent is null ? s_ofParts.Select(owner => s_places.GetValueOrDefault($"{owner}/{element.Name}")).FirstOrDefault(found => found is not null) : null)
            ?? FrozenSet<string>.Empty;
    }

    private static FrozenDictionary<string, FrozenSet<string>> Load()
    {
        using var stream = typeof(SchemaNames).Assembly.GetManifestResourceStream("Lodge.LibvirtXml.names.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 2))
            .ToFrozenDictionary(
                parts => parts[0],
                parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet());
    }
}
