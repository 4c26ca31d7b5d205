using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;

namespace Lodge.Cli.Editing;

/// <summary>
/// Carries out <c>--set path=value</c> on JSON: <c>memory.size=1GiB</c>, <c>disks.0.readOnly=true</c>,
/// <c>title=null</c>. Items of a list go by number, or by name or alias: <c>disks.vda.readOnly=true</c>. The value is
/// JSON if it can be, else text; where the field is a text, it is taken as it stands; switches may be <c>on</c> or
/// <c>off</c>, numbers of bytes <c>100M</c>, and lists of words <c>a,b</c>. Whether the fields exist is the daemon's to say.
/// </summary>
internal static class FieldAssignment
{
    private const string HowTo = "Write path=value, such as memory.size=1GiB or disks.vda.readOnly=true.";

    /// <summary>Changes one field.</summary>
    /// <param name="root">The object to change.</param>
    /// <param name="type">What the object is, to know texts from numbers.</param>
    /// <param name="assignment">Path, <c>=</c>, value; <c>null</c> removes the field.</param>
    public static void Apply(JsonObject root, JsonTypeInfo type, string assignment)
    {
        var at = assignment.IndexOf('=');
        var path = at < 0 ? [] : Path(assignment[..at]);
        if (path.Length == 0 || path.Any(part => part.Length == 0))
        {
            throw Wrong($"{assignment} has no path and value.");
        }

        JsonNode node = root;
        JsonTypeInfo? known = type;
        foreach (var part in path[..^1])
        {
            (node, known) = (Step(node, part, assignment), FieldTypes.Of(known, part));
        }

        Put(node, path[^1], Value(assignment[(at + 1)..], FieldTypes.Of(known, path[^1])), assignment);
    }

    // Both disks.0.name and disks[0].name.
    private static string[] Path(string text) => text.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');

    private static JsonNode Step(JsonNode node, string part, string assignment)
    {
        switch (node)
        {
            case JsonObject fields:
                if (fields[part] is not { } next)
                {
                    fields[part] = next = new JsonObject();
                }

                return next;
            case JsonArray list when Place(list, part) is { } index && list[index] is { } item:
                return item;
            case JsonArray list:
                throw Wrong($"{assignment}: {Known(list)}, and none is '{part}'.");
            default:
                throw Wrong($"{assignment}: there is nothing below '{part}' to set.");
        }
    }

    private static void Put(JsonNode node, string part, JsonNode? value, string assignment)
    {
        switch (node)
        {
            case JsonObject fields when value is null:
                fields.Remove(part);
                break;
            case JsonObject fields:
                fields[part] = value;
                break;
            case JsonArray list when Place(list, part) is { } index:
                PutItem(list, index, value);
                break;
            case JsonArray list when Index(part) == list.Count && value is not null:
                list.Add(value);
                break;
            case JsonArray list:
                throw Wrong($"{assignment}: {Known(list)}.");
            default:
                throw Wrong($"{assignment}: '{part}' is not in an object or a list.");
        }
    }

    private static void PutItem(JsonArray list, int index, JsonNode? value)
    {
        if (value is null)
        {
            list.RemoveAt(index);
        }
        else
        {
            list[index] = value;
        }
    }

    private static JsonNode? Value(string text, JsonTypeInfo? type)
    {
        var isText = type?.Type == typeof(string) && !text.StartsWith('"') && text != "null";
        if (isText)
        {
            return JsonValue.Create(text);
        }

        if (type is not null && Switch(type.Type, text) is { } on)
        {
            return JsonValue.Create(on);
        }

        if (type is not null && IsListOfWords(type) && text.Length > 0 && text[0] != '[' && text != "null")
        {
            return new JsonArray([.. text.Split(',').Select(word => JsonValue.Create(word))]);
        }

        if (type is not null && IsCount(type.Type) && text.Any(char.IsAsciiLetter) && ByteSize.TryParse(text, out var size))
        {
            return JsonValue.Create(size.Bytes);
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static bool? Switch(Type type, string text) => (Nullable.GetUnderlyingType(type) ?? type) != typeof(bool) ? null : text switch
    {
        "on" or "yes" => true,
        "off" or "no" => false,
        _ => null,
    };

    private static bool IsListOfWords(JsonTypeInfo type) =>
        type is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } && (element.IsEnum || element == typeof(string));

    private static bool IsCount(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(long);

    // By number, or by what the item is called.
    private static int? Place(JsonArray list, string part)
    {
        if (Index(part) is { } index)
        {
            return index < list.Count ? index : null;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (NamesOf(list[i]).Contains(part))
            {
                return i;
            }
        }

        return null;
    }

    private static IEnumerable<string> NamesOf(JsonNode? item) => item is not JsonObject fields ? [] : new[] { "alias", "name", "tag" }
        .Select(field => fields[field] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null)
        .OfType<string>();

    private static string Known(JsonArray list)
    {
        var names = list.Select(item => NamesOf(item).FirstOrDefault()).OfType<string>().ToArray();
        return $"the list has {list.Count} items, numbered from 0{(names.Length > 0 ? $" or called {string.Join(", ", names)}" : "")}";
    }

    private static int? Index(string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static LodgeException Wrong(string message) => new(ErrorCode.InvalidArgument, message, HowTo);
}
