using System.Text;
using System.Text.Json;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;

namespace Lodge.Model.Tests.Reference;

/// <summary>Writes <c>docs/reference/vm.md</c>: a section a record, a row a field.</summary>
internal sealed class VmReference
{
    private const string Head = """
        # The definition of a VM

        <!-- Written by a test from the model: LODGE_UPDATE_GOLDEN=1 dotnet run --project tests/Lodge.Model.Tests -->

        What `lodge define`, `lodge run --file` and the REST API take, `lodge show --json` prints, and `lodge edit` opens:
        one JSON object. What may be left out has a default; an unknown field is an error. Sizes are texts such as
        `"512MiB"` or numbers of bytes. A **live** field changes a running VM at once; the others count from the next
        start on. Devices with *plug* in that column come and go while the guest runs, as far as their bus can.

        Before anything is stored, all of it is checked, and all that is wrong is said at once, each flaw with its path.


        """;

    private readonly XmlDocs _docs = new();
    private readonly List<Type> _sections = [];
    private readonly Dictionary<Type, List<string>> _places = [];

    // The records of which a field further up says that it changes live.
    private readonly HashSet<Type> _live = [];

    /// <summary>Every field of the model, each with what its doc comment says.</summary>
    public IEnumerable<(Type Record, ModelField Field, string Text)> Fields() =>
        _sections.Where(record => !record.IsAbstract).SelectMany(ModelField.Of, (record, field) => (record, field, _docs.Of(field.Property)));

    /// <summary>Whether the page says that a field changes while the VM runs.</summary>
    public bool IsLive(Type record, ModelField field) => _live.Contains(record) || Facts.IsLive(_docs.Of(field.Property));

    public VmReference() => Visit(typeof(VmDefinition), "", isLive: false);

    /// <summary>The page.</summary>
    public string Write()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var record in _sections)
        {
            WriteSection(text, record);
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private void Visit(Type record, string path, bool isLive)
    {
        if (_places.TryGetValue(record, out var places))
        {
            places.Add(path);
            return;
        }

        _places[record] = [path];
        _sections.Add(record);
        if (isLive)
        {
            _live.Add(record);
        }

        foreach (var kind in ModelField.KindsOf(record))
        {
            Visit(kind.DerivedType, "", isLive);
        }

        foreach (var field in record.IsAbstract ? [] : ModelField.Of(record).Where(field => field.IsRecord))
        {
            var text = _docs.Of(field.Property);
            Visit(field.Type, $"{(path.Length == 0 ? "" : path + ".")}{field.Name}{(field.IsList ? "[]" : "")}", isLive || (Facts.IsLive(text) && !Plugging.IsPlugged(field.Type)));
        }
    }

    private void WriteSection(StringBuilder text, Type record)
    {
        text.Append($"## {Heading(record)}\n\n{_docs.Of(record)}\n\n");
        if (record.BaseType is { IsAbstract: true } parent && ModelField.KindsOf(parent).FirstOrDefault(kind => kind.DerivedType == record) is { TypeDiscriminator: { } type })
        {
            text.Append($"[{Heading(parent)}](#{Anchor(parent)}) with `\"type\": \"{type}\"`.\n\n");
        }

        var places = _places[record].Where(place => place.Length > 0).Distinct().ToList();
        if (places.Count > 0)
        {
            text.Append($"At {string.Join(", ", places.Select(place => $"`{place}`"))}.\n\n");
        }

        if (record.IsAbstract)
        {
            var kinds = ModelField.KindsOf(record).Select(kind => $"[`{kind.TypeDiscriminator}`](#{Anchor(kind.DerivedType)})");
            text.Append($"`type` says of which kind it is: {string.Join(", ", kinds)}.\n\n");
            return;
        }

        var fields = ModelField.Of(record);
        if (fields.Count > 0)
        {
            text.Append("| field | type | unit | range | default | live | meaning |\n|---|---|---|---|---|---|---|\n");
            text.AppendJoin("", fields.Select(field => Row(record, field))).Append('\n');
        }

        foreach (var choice in fields.Where(field => field.Type.IsEnum).GroupBy(field => field.Type))
        {
            var names = string.Join(", ", choice.Select(field => $"`{field.Name}`"));
            var values = ModelField.ValuesOf(choice.Key).Select(value => $"- `{value.Text}`: {_docs.Of(choice.Key, value.Member)}\n");
            text.Append($"Values of {names}:\n").AppendJoin("", values).Append('\n');
        }
    }

    private string Row(Type record, ModelField field)
    {
        var text = _docs.Of(field.Property);
        var standard = Facts.Default(text) ?? (field.IsRequired ? "**required**" : field.UsualValue is { Length: > 0 } usual ? usual : "none");
        string[] cells = [$"`{field.Name}`", TypeOf(field), Facts.Unit(text, field.Type), Facts.Range(text), standard, Live(record, field), Facts.Meaning(text)];
        return $"| {string.Join(" | ", cells)} |\n";
    }

    private string Live(Type record, ModelField field) => Plugging.IsPlugged(field.Type) ? "plug" : IsLive(record, field) ? "live" : "";

    private static string TypeOf(ModelField field)
    {
        var name = field.Type switch
        {
            _ when field.IsRecord => $"[{Heading(field.Type).ToLowerInvariant()}](#{Anchor(field.Type)})",
            { IsEnum: true } => "choice",
            _ when field.Type == typeof(string) => "text",
            _ when field.Type == typeof(bool) => "boolean",
            _ when field.Type == typeof(ByteSize) => "size",
            _ when field.Type == typeof(Guid) => "UUID",
            _ when field.Type == typeof(DateTimeOffset) => "time",
            _ => "whole number",
        };
        return field.IsList ? $"list of {name}" : name;
    }

    private static string Heading(Type type)
    {
        var name = type.Name.EndsWith("Definition", StringComparison.Ordinal) ? type.Name[..^"Definition".Length] : type.Name;
        var words = JsonNamingPolicy.KebabCaseLower.ConvertName(name).Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string Anchor(Type type) => Heading(type).ToLowerInvariant().Replace(' ', '-');
}
