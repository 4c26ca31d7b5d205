using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lodge.Model.Vms;

namespace Lodge.Model.Tests.Reference;

/// <summary>What the model's doc comments say, as Markdown.</summary>
internal sealed partial class XmlDocs
{
    private readonly Dictionary<string, XElement> _members = XDocument
        .Load(Path.ChangeExtension(typeof(VmDefinition).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>What is said of a type.</summary>
    public string Of(Type type) => Summary($"T:{type.FullName}");

    /// <summary>What is said of a property: by itself, or as a parameter of its record.</summary>
    public string Of(PropertyInfo property)
    {
        var record = property.DeclaringType!;
        var parameter = _members.GetValueOrDefault($"T:{record.FullName}")?.Elements("param")
            .FirstOrDefault(param => param.Attribute("name")!.Value == property.Name);
        return parameter is null ? Summary($"P:{record.FullName}.{property.Name}") : Text(parameter);
    }

    /// <summary>What is said of a member of an enum.</summary>
    public string Of(Type type, string member) => Summary($"F:{type.FullName}.{member}");

    private string Summary(string id) =>
        Text(_members.GetValueOrDefault(id)?.Element("summary") ?? throw new InvalidOperationException($"{id} has no doc comment."));

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "see" } see => $"`{Reference(see.Attribute("cref")!.Value)}`",
                XElement code => $"`{code.Value}`",
                _ => "",
            });
        }

        return Blanks().Replace(text.ToString(), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    // A reference to a property is its field in JSON; to a member of an enum, its value.
    private static string Reference(string cref)
    {
        var name = cref.Split('.')[^1];
        return cref.StartsWith("P:", StringComparison.Ordinal) ? JsonNamingPolicy.CamelCase.ConvertName(name)
            : cref.StartsWith("F:", StringComparison.Ordinal) ? JsonNamingPolicy.KebabCaseLower.ConvertName(name)
            : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
