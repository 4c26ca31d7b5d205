namespace Lodge.LibvirtXml.Xml;

/// <summary>
/// Refuses what was not read and libvirt's schema knows, so that nothing is dropped without a word. What the schema does
/// not know either is ignored, as libvirt does without validation.
/// </summary>
internal static class Unread
{
    private const string LibvirtNamespaces = "http://libvirt.org/schemas/";

    public static void Check(Element element)
    {
        foreach (var attribute in element.Attributes)
        {
            if (!attribute.Read && attribute.Namespace.Length == 0 && SchemaNames.HasAttribute(element, attribute.Name))
            {
                throw element.Unsupported($"the attribute '{attribute.Name}' of <{element.Name}>");
            }
        }

        foreach (var child in element.Elements.Where(child => !child.Kept))
        {
            if (child.Read)
            {
                Check(child);
            }
            else if (child.Namespace.StartsWith(LibvirtNamespaces, StringComparison.Ordinal)
                || (child.Namespace.Length == 0 && SchemaNames.HasChild(element, child.Name)))
            {
                throw child.Unsupported($"the element <{child.Name}> in <{element.Name}>");
            }
        }
    }
}
