namespace Lodge.LibvirtXml.Xml;

/// <summary>
/// Refuses what was not read and libvirt's schema knows, so that nothing is dropped without a word. What the schema does
/// not know either is ignored, as libvirt does without validation, or refused, as libvirt does with it.
/// </summary>
internal static class Unread
{
    private const string LibvirtNamespaces = "http://libvirt.org/schemas/";

    public static void Check(Element element, bool validate = false)
    {
        foreach (var attribute in element.Attributes)
        {
            if (!attribute.Read && attribute.Namespace.Length == 0)
            {
                Refuse(element, $"the attribute '{attribute.Name}' of <{element.Name}>", SchemaNames.HasAttribute(element, attribute.Name), validate);
            }
        }

        foreach (var child in element.Elements.Where(child => !child.Kept))
        {
            if (child.Read)
            {
                Check(child, validate);
            }
            else
            {
                var isKnown = child.Namespace.Length == 0
                    ? SchemaNames.HasChild(element, child.Name) : child.Namespace.StartsWith(LibvirtNamespaces, StringComparison.Ordinal);
                Refuse(child, $"the element <{child.Name}> in <{element.Name}>", isKnown, validate);
            }
        }
    }

    private static void Refuse(Element element, string what, bool isKnown, bool validate)
    {
        if (isKnown)
        {
            throw element.Unsupported(what);
        }

        if (validate)
        {
            throw element.Refuse(XmlFault.OutsideSchema, $"libvirt's schema does not have {what}");
        }
    }
}
