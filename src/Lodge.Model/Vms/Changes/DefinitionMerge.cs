using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Changes;

/// <summary>
/// Carries what one change does to a definition over to what runs, which may differ from it: a limit that was set for
/// the running VM only stays, and what still waits for the next start does not come in early. Pure.
/// </summary>
public static class DefinitionMerge
{
    /// <summary>What shall run once the definition has changed.</summary>
    /// <param name="before">The definition before the change, complete.</param>
    /// <param name="after">The definition after it, complete.</param>
    /// <param name="running">What runs, complete.</param>
    public static VmDefinition Into(VmDefinition running, VmDefinition before, VmDefinition after) =>
        Merge(DefinitionDifference.ToNode(before), DefinitionDifference.ToNode(after), DefinitionDifference.ToNode(running)).Deserialize(ModelJson.Default.VmDefinition)!;

    private static JsonNode? Merge(JsonNode? before, JsonNode? after, JsonNode? running)
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return running?.DeepClone();
        }

        return (before, after, running) switch
        {
            (JsonObject or null, JsonObject a, JsonObject r) when SameType(a, r) && SameType(a, before ?? a) => Fields(before?.AsObject() ?? [], a, r),
            _ when IsEmpty(before) && IsEmpty(after) && IsEmpty(running) => after?.DeepClone(),
            (JsonArray or null, JsonArray or null, JsonArray or null) when IsOfDevices(before) && IsOfDevices(after) && IsOfDevices(running) =>
                Devices(Entries(before), Entries(after), Entries(running)),
            _ => after?.DeepClone(),
        };
    }

    private static JsonObject Fields(JsonObject before, JsonObject after, JsonObject running)
    {
        var merged = new JsonObject();
        foreach (var name in running.Select(field => field.Key).Concat(after.Select(field => field.Key)).Distinct())
        {
            if (Merge(before[name], after[name], running[name]) is { } value)
            {
                merged[name] = value;
            }
        }

        return merged;
    }

    private static bool IsEmpty(JsonNode? list) => list is null or JsonArray { Count: 0 };

    // Those that run stay in their order; what the change took away goes, and what it added comes behind.
    private static JsonArray Devices(
        IReadOnlyDictionary<string, JsonObject> before, IReadOnlyDictionary<string, JsonObject> after, IReadOnlyDictionary<string, JsonObject> running)
    {
        var merged = new JsonArray();
        foreach (var (alias, device) in running.Where(entry => after.ContainsKey(entry.Key) || !before.ContainsKey(entry.Key)))
        {
            merged.Add(Merge(before.GetValueOrDefault(alias), after.GetValueOrDefault(alias), device));
        }

        foreach (var (_, device) in after.Where(entry => !before.ContainsKey(entry.Key) && !running.ContainsKey(entry.Key)))
        {
            merged.Add((JsonNode)device.DeepClone());
        }

        return merged;
    }

    // The kinds of a source or backend have fields of their own, which do not mix.
    private static bool SameType(JsonNode one, JsonNode other) => JsonNode.DeepEquals(one["type"], other["type"]);

    private static bool IsOfDevices(JsonNode? list) =>
        list is null || list.AsArray().All(entry => entry is JsonObject device && device["alias"] is not null);

    private static Dictionary<string, JsonObject> Entries(JsonNode? list) =>
        list is null ? [] : list.AsArray().ToDictionary(entry => entry!["alias"]!.ToString(), entry => entry!.AsObject());
}
