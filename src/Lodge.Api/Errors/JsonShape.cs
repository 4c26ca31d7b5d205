using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lodge.Model.Text;

namespace Lodge.Api.Errors;

/// <summary>
/// Compares a JSON value with the type that it shall become, by the type's own serialization metadata: fields that
/// do not exist, are missing, appear twice, or hold something else than they should.
/// </summary>
internal sealed class JsonShape
{
    private const int ManyFlaws = 100;

    private readonly List<JsonFlaw> _flaws = [];

    /// <summary>All flaws, in the order of the text.</summary>
    public static IReadOnlyList<JsonFlaw> Check(JsonElement value, JsonTypeInfo type)
    {
        var shape = new JsonShape();
        shape.Visit(value, type, "");
        return shape._flaws;
    }

    private void Visit(JsonElement value, JsonTypeInfo type, string path)
    {
        if (_flaws.Count >= ManyFlaws)
        {
            return;
        }

        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when value.ValueKind != JsonValueKind.Object:
                Add($"{Subject(path)} must be an object in braces, not {Shown(value)}.");
                break;
            case JsonTypeInfoKind.Object:
                VisitObject(value, type, path);
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind != JsonValueKind.Array:
                Add($"{Subject(path)} must be a list in square brackets, not {Shown(value)}.");
                break;
            case JsonTypeInfoKind.Enumerable:
                VisitList(value, type, path);
                break;
            default:
                VisitLeaf(value, type, path);
                break;
        }
    }

    private void VisitList(JsonElement list, JsonTypeInfo type, string path)
    {
        var item = type.Options.GetTypeInfo(type.ElementType!);
        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            Visit(element, item, $"{path}[{index++}]");
        }
    }

    private void VisitObject(JsonElement value, JsonTypeInfo declared, string path)
    {
        if (Resolve(value, declared, path) is not { } type)
        {
            return;
        }

        var kind = declared.PolymorphismOptions?.TypeDiscriminatorPropertyName;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in value.EnumerateObject())
        {
            if (!seen.Add(field.Name))
            {
                Add($"{Subject(Join(path, field.Name))} is there twice.");
            }
            else if (field.Name != kind)
            {
                VisitField(field, type, path, kind);
            }
        }

        foreach (var missing in type.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
        {
            Add($"{Subject(Join(path, missing.Name))} is missing; {JsonNouns.Of(type.Type)} needs it.");
        }
    }

    private void VisitField(JsonProperty field, JsonTypeInfo type, string path, string? kind)
    {
        var property = type.Properties.FirstOrDefault(property => property.Set is not null && property.Name == field.Name);
        var place = Join(path, field.Name);
        if (property is null)
        {
            AddUnknown(field.Name, place, type, kind);
        }
        else if (field.Value.ValueKind != JsonValueKind.Null)
        {
            Visit(field.Value, type.Options.GetTypeInfo(property.PropertyType), place);
        }
        else if (!property.IsSetNullable)
        {
            Add($"{Subject(place)} must not be null.", property.IsRequired ? null : "Leave it out to get its default.");
        }
    }

    private void AddUnknown(string name, string place, JsonTypeInfo type, string? kind)
    {
        var noun = JsonNouns.Of(type.Type);
        var fields = type.Properties.Where(property => property.Set is not null).Select(property => property.Name);
        var known = (kind is null ? fields : fields.Prepend(kind)).ToArray();
        var near = Suggestion.For(name, known);
        Add(
            $"{Subject(place)} is not a field of {noun}{(near is null ? "." : $"; did you mean '{near}'?")}",
            $"The fields of {noun}: {string.Join(", ", known)}.");
    }

    // The type that a discriminator such as "type": "file" names.
    private JsonTypeInfo? Resolve(JsonElement value, JsonTypeInfo type, string path)
    {
        if (type.PolymorphismOptions is not { } choice)
        {
            return type;
        }

        var name = choice.TypeDiscriminatorPropertyName;
        var allowed = choice.DerivedTypes.Select(derived => (string)derived.TypeDiscriminator!).ToArray();
        if (!value.TryGetProperty(name, out var chosen))
        {
            Add($"{Subject(Join(path, name))} is missing.", $"It says which kind {Subject(path)} is: {JsonLeaves.Listed(allowed)}.");
            return null;
        }

        var index = chosen.ValueKind == JsonValueKind.String ? Array.IndexOf(allowed, chosen.GetString()) : -1;
        if (index < 0)
        {
            Add($"{Subject(Join(path, name))} must be {JsonLeaves.Listed(allowed)}, not {Shown(chosen)}.");
            return null;
        }

        return type.Options.GetTypeInfo(choice.DerivedTypes[index].DerivedType);
    }

    private void VisitLeaf(JsonElement value, JsonTypeInfo type, string path)
    {
        if (JsonLeaves.Expected(value, type) is { } expected)
        {
            Add($"{Subject(path)} must be {expected}, not {Shown(value)}{JsonLeaves.DidYouMean(value, type)}.");
        }
    }

    private void Add(string what, string? remedy = null) => _flaws.Add(new JsonFlaw(what, remedy));

    private static string Join(string path, string name) => path.Length == 0 ? Short(name) : $"{path}.{Short(name)}";

    private static string Subject(string path) => path.Length == 0 ? "The body" : $"'{path}'";

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Short(value.GetRawText()),
    };

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..57]}...";
}
