using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Changes;

/// <summary>Finds where two definitions differ, as paths of their JSON.</summary>
public static class DefinitionDifference
{
    // Lists that mean something else when they are absent than when they are empty.
    private static readonly string[] s_absentIsNotEmpty = ["groups"];

    /// <summary>
    /// The paths at which <paramref name="after"/> differs; entries of lists are matched by alias, else by place. PCI
    /// ports without a device do not count, nor do those that came with one.
    /// </summary>
    public static IReadOnlyList<string> Paths(VmDefinition before, VmDefinition after)
    {
        var paths = new List<string>();
        var (left, right) = SparePorts.Common(before, after);
        Compare("", ToNode(left), ToNode(right), paths);
        return paths;
    }

    /// <summary>Whether two definitions say the same, as <see cref="Paths"/> sees it.</summary>
    public static bool Same(VmDefinition before, VmDefinition after) => Paths(before, after).Count == 0;

    /// <summary>A definition as JSON.</summary>
    internal static JsonNode? ToNode(VmDefinition definition) => JsonSerializer.SerializeToNode(definition, ModelJson.Default.VmDefinition);

    private static void Compare(string path, JsonNode? before, JsonNode? after, List<string> paths)
    {
        switch (before, after)
        {
            case (JsonObject a, JsonObject b):
                foreach (var name in b.Select(member => member.Key).Concat(a.Select(member => member.Key)).Distinct())
                {
                    Compare(path.Length == 0 ? name : $"{path}.{name}", a[name], b[name], paths);
                }

                break;
            case (JsonArray a, JsonArray b):
                CompareLists(path, a, b, paths);
                break;
            case (JsonArray a, null) when a.Count == 0 && !TellsAbsence(path):
            case (null, JsonArray b) when b.Count == 0 && !TellsAbsence(path):
                break;
            default:
                if (!JsonNode.DeepEquals(before, after))
                {
                    paths.Add(path);
                }

                break;
        }
    }

    private static void CompareLists(string path, JsonArray before, JsonArray after, List<string> paths)
    {
        var left = before.Select((node, index) => (Key: KeyOf(node, index), Node: node)).ToList();
        for (var i = 0; i < after.Count; i++)
        {
            var key = KeyOf(after[i], i);
            var match = left.FindIndex(entry => entry.Key == key);
            if (match < 0)
            {
                paths.Add($"{path}[{i}]");
                continue;
            }

            Compare($"{path}[{i}]", left[match].Node, after[i], paths);
            left.RemoveAt(match);
        }

        paths.AddRange(left.Select(gone => $"{path} (without {gone.Key})"));
    }

    private static bool TellsAbsence(string path) => s_absentIsNotEmpty.Contains(path[(path.LastIndexOf('.') + 1)..]);

    private static string KeyOf(JsonNode? node, int index) =>
        node is JsonObject entry && entry["alias"] is { } alias ? alias.ToString() : $"entry {index}";
}
