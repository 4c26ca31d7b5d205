namespace Lodge.LibvirtXml.Xml;

/// <summary>
/// An element of a document. It remembers which of its attributes and children were asked for; what nobody asked for,
/// and libvirt's schema knows, is refused at the end (<see cref="Unread"/>).
/// </summary>
internal sealed class Element(string name, string prefix, string @namespace, int line, Element? parent)
{
    private readonly List<ElementAttribute> _attributes = [];
    private readonly List<object> _content = [];

    public string Name { get; } = name;

    public string Prefix { get; } = prefix;

    public string Namespace { get; } = @namespace;

    public int Line { get; } = line;

    public Element? Parent { get; } = parent;

    public IReadOnlyList<ElementAttribute> Attributes => _attributes;

    /// <summary>Texts and elements, in their order.</summary>
    public IReadOnlyList<object> Content => _content;

    public IEnumerable<Element> Elements => _content.OfType<Element>();

    /// <summary>Whether somebody asked for it.</summary>
    public bool Read { get; set; }

    /// <summary>Whether it was taken as it is, with all that is in it.</summary>
    public bool Kept { get; private set; }

    /// <summary>Its text, without blanks at both ends.</summary>
    public string Text => string.Concat(_content.OfType<string>()).Trim();

    /// <summary>Its text with all blanks.</summary>
    public string WholeText => string.Concat(_content.OfType<string>());

    public void Add(ElementAttribute attribute) => _attributes.Add(attribute);

    public void Add(string text) => _content.Add(text);

    public void AddTo(Element? owner)
    {
        owner?._content.Add(this);
    }

    /// <summary>Takes it as it is.</summary>
    public Element Keep()
    {
        (Read, Kept) = (true, true);
        return this;
    }

    /// <summary>The attribute of libvirt's own vocabulary, or null.</summary>
    public string? Attr(string wanted)
    {
        var found = _attributes.Find(attribute => attribute.Name == wanted && attribute.Namespace.Length == 0);
        if (found is not null)
        {
            found.Read = true;
        }

        return found?.Value;
    }

    /// <summary>The only child of that name, or null.</summary>
    public Element? Child(string wanted)
    {
        var found = Children(wanted);
        return found.Count <= 1 ? found.FirstOrDefault()
            : throw found[1].Refuse(XmlFault.Invalid, $"there is more than one <{wanted}> in <{Name}>");
    }

    /// <summary>All children of that name.</summary>
    public IReadOnlyList<Element> Children(string wanted)
    {
        var found = _content.OfType<Element>().Where(child => child.Name == wanted && child.Namespace.Length == 0).ToList();
        foreach (var child in found)
        {
            child.Read = true;
        }

        return found;
    }

    /// <summary>An error that names the line of this element.</summary>
    public LibvirtXmlException Refuse(XmlFault fault, string why)
    {
        var beginning = fault switch
        {
            XmlFault.Unsupported => "unsupported configuration",
            XmlFault.OutsideSchema => "XML document failed to validate against schema",
            _ => "XML error",
        };
        return new(fault, $"{beginning}: {ElementValues.Short(why)}, at line {Line}", Line);
    }

    /// <summary>An error: libvirt knows it, Lodge does not do it.</summary>
    public LibvirtXmlException Unsupported(string what) => Refuse(XmlFault.Unsupported, what);

    /// <summary>An error: a value is missing or wrong.</summary>
    public LibvirtXmlException Invalid(string what) => Refuse(XmlFault.Invalid, what);
}
