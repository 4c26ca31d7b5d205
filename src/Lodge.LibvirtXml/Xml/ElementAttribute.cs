namespace Lodge.LibvirtXml.Xml;

/// <summary>An attribute, and whether anybody looked at it.</summary>
internal sealed class ElementAttribute(string name, string prefix, string @namespace, string value)
{
    public string Name { get; } = name;

    public string Prefix { get; } = prefix;

    public string Namespace { get; } = @namespace;

    public string Value { get; } = value;

    public bool Read { get; set; }

    /// <summary>Whether it declares a namespace.</summary>
    public bool IsDeclaration => Namespace == "http://www.w3.org/2000/xmlns/";
}
