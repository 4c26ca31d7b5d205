using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Lodge.Model.Errors;

namespace Lodge.Cli.Editing;

/// <summary>
/// Carries out <c>--set path=value</c> on JSON: <c>memory.size=1GiB</c>, <c>disks.0.readOnly=true</c>,
/// <c>title=null</c>. The value is JSON if it can be, else text; where the field is a text, it is taken as it stands.
/// Whether the fields exist is the daemon's to say.
/// </summary>
internal static class FieldAssignment
{
    private const string HowTo = "Write --set path=value, such as --set memory.size=1GiB or --set disks.0.readOnly=true.";

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
            throw Wrong($"--set {assignment} has no path and value.");
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
            case JsonArray list when Index(part) is { } index && index < list.Count && list[index] is { } item:
                return item;
            case JsonArray list:
                throw Wrong($"--set {assignment}: the list has {list.Count} items, numbered from 0, and none is '{part}'.");
            default:
                throw Wrong($"--set {assignment}: there is nothing below '{part}' to set.");
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
            case JsonArray list when Index(part) is { } index && index < list.Count:
                PutItem(list, index, value);
                break;
            case JsonArray list when Index(part) == list.Count && value is not null:
                list.Add(value);
                break;
            case JsonArray list:
                throw Wrong($"--set {assignment}: the list has {list.Count} items, numbered from 0.");
            default:
                throw Wrong($"--set {assignment}: '{part}' is not in an object or a list.");
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

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static int? Index(string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static LodgeException Wrong(string message) => new(ErrorCode.InvalidArgument, message, HowTo);
}
