using System.Xml.Linq;

namespace Lodge.LibvirtXml.Tests.Support;

/// <summary>Looks up in Debian's schemas of domains which attributes an element of a device may have, and with which words.</summary>
internal sealed class SchemaWalk
{
    private const string Folder = "/usr/share/libvirt/schemas";

    private static readonly string[] s_files = ["domaincommon.rng", "domainoverrides.rng", "basictypes.rng", "storagecommon.rng", "networkcommon.rng"];
    private static readonly XNamespace s_rng = "http://relaxng.org/ns/structure/1.0";

    private readonly ILookup<string, XElement> _defines = s_files
        .SelectMany(file => XDocument.Load(Path.Combine(Folder, file)).Descendants(s_rng + "define"))
        .ToLookup(define => (string)define.Attribute("name")!);

    /// <summary>Whether the schemas are there.</summary>
    public static bool IsInstalled => File.Exists(Path.Combine(Folder, s_files[0]));

    /// <summary>The attributes of a device's element and of the elements right in it.</summary>
    /// <param name="device">Name of the device's element.</param>
    public IEnumerable<SchemaAttribute> Of(string device)
    {
        var roots = _defines[device].SelectMany(define => Inside(define, "element")).Where(element => IsNamed(element, device)).ToList();
        return roots.SelectMany(root => AttributesOf(root, null))
            .Concat(roots.SelectMany(root => Inside(root, "element")).SelectMany(child => AttributesOf(child, (string?)child.Attribute("name"))))
            .GroupBy(attribute => (attribute.Child, attribute.Name))
            .Select(same => new SchemaAttribute(same.Key.Child, same.Key.Name, [.. same.SelectMany(one => one.Words).Distinct()]));
    }

    private IEnumerable<SchemaAttribute> AttributesOf(XElement element, string? child) => Inside(element, "attribute")
        .Select(attribute => new SchemaAttribute(child, (string)attribute.Attribute("name")!, [.. Inside(attribute, "value").Select(value => value.Value.Trim())]));

    // What is in a part of a schema without being in another element or attribute of it; references are followed once each.
    private List<XElement> Inside(XElement part, string kind)
    {
        var (found, followed) = (new List<XElement>(), new HashSet<string>());
        Look(part);
        return found;

        void Look(XElement from)
        {
            foreach (var inner in from.Elements())
            {
                if (inner.Name == s_rng + kind)
                {
                    found.Add(inner);
                }
                else if (inner.Name == s_rng + "ref" && followed.Add((string)inner.Attribute("name")!))
                {
                    _defines[(string)inner.Attribute("name")!].ToList().ForEach(Look);
                }
                else if (inner.Name != s_rng + "element" && inner.Name != s_rng + "attribute")
                {
                    Look(inner);
                }
            }
        }
    }

    private static bool IsNamed(XElement element, string name) => (string?)element.Attribute("name") == name;
}

/// <summary>An attribute that the schema knows.</summary>
/// <param name="Child">The element right in the device's that has it; null for the device's own.</param>
/// <param name="Name">Its name.</param>
/// <param name="Words">The words that it may be; none for numbers and free text.</param>
internal sealed record SchemaAttribute(string? Child, string Name, IReadOnlyList<string> Words)
{
    public override string ToString() => Child is null ? $"@{Name}" : $"{Child}@{Name}";
}
