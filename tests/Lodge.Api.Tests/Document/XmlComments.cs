using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Lodge.Api.Tests.Document;

/// <summary>Looks up the comments of types and their members in the XML files beside their assemblies.</summary>
internal sealed partial class XmlComments
{
    private readonly Dictionary<string, XElement> _members = [];

    public XmlComments(params Assembly[] assemblies)
    {
        foreach (var assembly in assemblies)
        {
            var file = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
            foreach (var member in file.Descendants("member"))
            {
                _members[(string)member.Attribute("name")!] = member;
            }
        }
    }

    public string? OfType(Type type) => Text(Find($"T:{type.FullName?.Replace('+', '.')}")?.Element("summary"));

    /// <summary>The comment of a property; for one that a record's constructor declares, of the parameter.</summary>
    public string? OfProperty(Type type, string property) =>
        Text(Find($"P:{type.FullName}.{property}")?.Element("summary"))
        ?? Text(Find($"T:{type.FullName}")?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == property))
        ?? (type.BaseType is { } above ? OfProperty(above, property) : null);

    public string? OfEnumMember(Type type, string member) => Text(Find($"F:{type.FullName}.{member}")?.Element("summary"));

    private XElement? Find(string name) => _members.GetValueOrDefault(name);

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var words = string.Concat(element.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => Last((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? ""),
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement other => other.Value,
            _ => "",
        }));
        return Blanks().Replace(words, " ").Trim();
    }

    // The name that JSON has for what a cref points to.
    private static string Last(string cref)
    {
        var name = cref[(cref.LastIndexOf('.') + 1)..];
        return cref.StartsWith("P:", StringComparison.Ordinal)
            ? $"`{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name)}`"
            : cref.StartsWith("F:", StringComparison.Ordinal)
                ? $"`{System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name)}`"
                : $"`{name}`";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
