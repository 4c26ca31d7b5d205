using System.Xml;

namespace Lodge.LibvirtXml.Xml;

/// <summary>Builds the tree of one document.</summary>
internal sealed class TreeBuilder(XmlReader reader)
{
    private readonly IXmlLineInfo _place = (IXmlLineInfo)reader;
    private int _nodes;

    /// <summary>Reads the whole document.</summary>
    public Element Read()
    {
        Element? root = null;
        Element? open = null;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.XmlDeclaration:
                    CheckEncoding(reader.GetAttribute("encoding"));
                    break;
                case XmlNodeType.Element:
                    var element = Start(open);
                    root ??= element;
                    open = reader.IsEmptyElement ? open : element;
                    break;
                case XmlNodeType.EndElement:
                    open = open!.Parent;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    open?.Add(reader.Value);
                    break;
            }
        }

        return root!;
    }

    private Element Start(Element? parent)
    {
        if (reader.Depth >= XmlLimits.Depth)
        {
            throw Malformed($"elements are nested more than {XmlLimits.Depth} deep");
        }

        if (reader.AttributeCount > XmlLimits.AttributesOfOne)
        {
            throw Malformed($"an element has more than {XmlLimits.AttributesOfOne} attributes");
        }

        if ((_nodes += 1 + reader.AttributeCount) > XmlLimits.Nodes)
        {
            throw Malformed($"there are more than {XmlLimits.Nodes} elements and attributes");
        }

        var element = new Element(reader.LocalName, reader.Prefix, reader.NamespaceURI, _place.LineNumber, parent);
        element.AddTo(parent);
        while (reader.MoveToNextAttribute())
        {
            element.Add(new ElementAttribute(reader.LocalName, reader.Prefix, reader.NamespaceURI, reader.Value));
        }

        reader.MoveToElement();
        return element;
    }

    private void CheckEncoding(string? encoding)
    {
        if (encoding is not null && !encoding.Equals("UTF-8", StringComparison.OrdinalIgnoreCase)
            && !encoding.Equals("US-ASCII", StringComparison.OrdinalIgnoreCase))
        {
            throw Malformed("it says that it is in another encoding than UTF-8");
        }
    }

    private LibvirtXmlException Malformed(string why) =>
        new(XmlFault.Malformed, $"The XML cannot be read, at line {_place.LineNumber}: {why}.", _place.LineNumber);
}
