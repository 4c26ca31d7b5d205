using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lodge.Fuzz.Xml;

/// <summary>Where two definitions differ.</summary>
internal static class Difference
{
    /// <summary>The first member that differs, such as <c>.disks[].format: "raw" -> nothing</c>.</summary>
    public static string Place(string before, string after)
    {
        try
        {
            return Place(JsonNode.Parse(before[Start(before)..]), JsonNode.Parse(after[Start(after)..]), "") ?? "nothing";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static int Start(string text) => Math.Max(0, text.IndexOf('{', StringComparison.Ordinal));

    private static string? Place(JsonNode? before, JsonNode? after, string path)
    {
        if (before is JsonObject first && after is JsonObject second)
        {
            return first.Select(member => member.Key).Union(second.Select(member => member.Key))
                .Select(key => Place(first[key], second[key], $"{path}.{key}")).FirstOrDefault(found => found is not null);
        }

        if (before is JsonArray list && after is JsonArray other)
        {
            return list.Count != other.Count ? $"{path}[]: their number"
                : list.Zip(other).Select(pair => Place(pair.First, pair.Second, path + "[]")).FirstOrDefault(found => found is not null);
        }

        return JsonNode.DeepEquals(before, after) ? null
            : before is null ? $"{path}: appears" : after is null ? $"{path}: disappears" : $"{path}: changes";
    }
}
