using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Domain;

/// <summary>
/// The elements of a domain's <c>&lt;metadata&gt;</c>, each application's by its own namespace. Who reads and writes one
/// leaves the namespace out; libvirt's calls do the same.
/// </summary>
public static class MetadataXml
{
    /// <summary>The element of a namespace, without its prefix; null when there is none.</summary>
    public static string? Get(KeptXml? kept, string uri) =>
        Elements(kept).FirstOrDefault(element => element.Namespace == uri) is { } found
            ? ForeignXml.ToText([Renamed(found, null, uri, "", "")], '"') : null;

    /// <summary>Puts the element of a namespace in the place of the one before.</summary>
    /// <param name="kept">What is kept so far.</param>
    /// <param name="key">Prefix that the namespace gets.</param>
    /// <param name="uri">The namespace.</param>
    /// <param name="xml">One element, without namespace; null takes it away.</param>
    /// <exception cref="LibvirtXmlException">It is malformed, or XML has no such prefix or namespace.</exception>
    public static KeptXml? Set(KeptXml? kept, string key, string uri, string? xml)
    {
        var elements = Elements(kept).Where(element => element.Namespace != uri).ToList();
        if (xml is not null)
        {
            System.Xml.XmlConvert.VerifyNCName(key);
            elements.Add(Renamed(XmlTree.Parse(xml), null, "", key, uri));
        }

        var now = (kept ?? new KeptXml()) with { Metadata = elements.Count == 0 ? null : ForeignXml.ToText(elements, '"') };
        CheckIsThere(now, key, uri, xml is not null);
        return now == new KeptXml() ? null : now;
    }

    // XML keeps prefixes and namespaces for itself, and has characters that no namespace may have: what is written now is read later.
    private static void CheckIsThere(KeptXml now, string key, string uri, bool there)
    {
        try
        {
            if (Elements(now).Any(element => element.Namespace == uri) == there)
            {
                return;
            }
        }
        catch (LibvirtXmlException cause)
        {
            throw Unusable(key, uri, cause);
        }

        throw Unusable(key, uri, null);
    }

    private static LibvirtXmlException Unusable(string key, string uri, Exception? cause) => new(
        XmlFault.Invalid, $"XML error: '{ElementValues.Short(key)}' cannot stand for the namespace '{ElementValues.Short(uri)}'; choose another prefix or namespace", cause: cause);

    private static IEnumerable<Element> Elements(KeptXml? kept) =>
        kept?.Metadata is { } text ? XmlTree.Parse($"<metadata>{text}</metadata>").Elements : [];

    // A copy in which what has one namespace has another.
    private static Element Renamed(Element element, Element? parent, string from, string prefix, string to)
    {
        var copy = element.Namespace == from
            ? new Element(element.Name, prefix, to, element.Line, parent)
            : new Element(element.Name, element.Prefix, element.Namespace, element.Line, parent);
        foreach (var attribute in element.Attributes.Where(attribute => !attribute.IsDeclaration))
        {
            copy.Add(attribute);
        }

        foreach (var part in element.Content)
        {
            if (part is Element child)
            {
                Renamed(child, copy, from, prefix, to).AddTo(copy);
            }
            else
            {
                copy.Add((string)part);
            }
        }

        return copy;
    }
}
