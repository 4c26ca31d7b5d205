using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lodge.Qmp.Tests.Qemu;

/// <summary>
/// What a running QEMU says about its own protocol (<c>query-qmp-schema</c>), and made-up messages that keep to it.
/// </summary>
internal sealed class QmpSchema(JsonElement schema)
{
    // Self-nested types (an image and its backing image) are followed so far.
    private const int MaxDepth = 6;

    private readonly Dictionary<string, JsonElement> _types =
        schema.EnumerateArray().ToDictionary(type => type.GetProperty("name").GetString()!);

    public bool Has(string name) => _types.ContainsKey(name);

    /// <summary>The members that a command's arguments may have; of a union, those of all cases.</summary>
    public IReadOnlySet<string> ArgumentsOf(string command)
    {
        var type = ArgumentType(command);
        return Members(type).Concat(VariantsOf(type).SelectMany(variant => Members(_types[variant])))
            .Select(NameOf).ToHashSet();
    }

    /// <summary>The members that a command's arguments must have in every case.</summary>
    public IReadOnlySet<string> RequiredArgumentsOf(string command) =>
        Members(ArgumentType(command)).Where(member => !IsOptional(member)).Select(NameOf).ToHashSet();

    /// <summary>A made-up answer with every optional member; enumerations take their n-th value.</summary>
    public JsonNode SampleAnswer(string command, int n) =>
        Sample(_types[command].GetProperty("ret-type").GetString()!, n, 0)!;

    /// <summary>Made-up event data with every optional member; enumerations take their n-th value.</summary>
    public JsonObject SampleEvent(string name, int n) =>
        (JsonObject)Sample(_types[name].GetProperty("arg-type").GetString()!, n, 0)!;

    private JsonNode? Sample(string name, int n, int depth)
    {
        var type = _types[name];
        return type.GetProperty("meta-type").GetString() switch
        {
            "builtin" => Builtin(type.GetProperty("json-type").GetString()!),
            "enum" => Nth(type.GetProperty("values"), n).GetString(),
            "array" => new JsonArray(Sample(type.GetProperty("element-type").GetString()!, n, depth)),
            "alternate" => Sample(type.GetProperty("members")[0].GetProperty("type").GetString()!, n, depth),
            _ => SampleObject(type, n, depth),
        };
    }

    private JsonObject SampleObject(JsonElement type, int n, int depth)
    {
        var sample = new JsonObject();
        AddMembers(sample, type, n, depth);
        if (type.TryGetProperty("variants", out var variants))
        {
            var tag = sample[type.GetProperty("tag").GetString()!]!.GetValue<string>();
            var variant = variants.EnumerateArray().First(v => v.GetProperty("case").GetString() == tag);
            AddMembers(sample, _types[variant.GetProperty("type").GetString()!], n, depth);
        }

        return sample;
    }

    private void AddMembers(JsonObject sample, JsonElement type, int n, int depth)
    {
        foreach (var member in Members(type))
        {
            if (depth < MaxDepth || !IsOptional(member))
            {
                sample[NameOf(member)] =
                    Sample(member.GetProperty("type").GetString()!, n, depth + 1);
            }
        }
    }

    private JsonElement ArgumentType(string name) => _types[_types[name].GetProperty("arg-type").GetString()!];

    private static IEnumerable<JsonElement> Members(JsonElement type) =>
        type.TryGetProperty("members", out var members) ? members.EnumerateArray() : [];

    private static string NameOf(JsonElement member) => member.GetProperty("name").GetString()!;

    private static bool IsOptional(JsonElement member) => member.TryGetProperty("default", out _);

    private static IEnumerable<string> VariantsOf(JsonElement type) =>
        type.TryGetProperty("variants", out var variants)
            ? variants.EnumerateArray().Select(variant => variant.GetProperty("type").GetString()!)
            : [];

    private static JsonElement Nth(JsonElement values, int n) => values[n % values.GetArrayLength()];

    private static JsonNode? Builtin(string jsonType) => jsonType switch
    {
        "int" => 42,
        "number" => 1.5,
        "boolean" => true,
        "string" => "00000000-0000-0000-0000-00000000002a",
        "value" => new JsonObject { ["any"] = 1 },
        _ => null,
    };
}
