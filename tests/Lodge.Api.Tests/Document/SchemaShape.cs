using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Api.Contracts;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;

namespace Lodge.Api.Tests.Document;

/// <summary>Adds to the schemas what their types do not tell the generator: comments, defaults, sizes, examples.</summary>
internal sealed class SchemaShape(XmlComments comments)
{
    private static readonly Dictionary<string, Type> Types = new[] { typeof(Vm), typeof(ApiJson) }
        .SelectMany(type => type.Assembly.GetExportedTypes())
        .Where(type => !type.IsGenericType)
        .ToDictionary(type => type.Name);

    /// <summary>Completes all schemas of a document.</summary>
    public void Apply(JsonObject document)
    {
        var schemas = document["components"]!["schemas"]!.AsObject();
        var sent = RequestTypes(document, schemas);
        foreach (var (name, schema) in schemas)
        {
            Complete(TypeOf(name), schema!.AsObject());
            if (!sent.Contains(name))
            {
                schema.AsObject().Remove("additionalProperties"); // A later version may answer more.
            }
        }
    }

    private void Complete(Type type, JsonObject schema)
    {
        schema["description"] = type.IsEnum ? DescribeEnum(type) : comments.OfType(type);
        if (type.IsEnum)
        {
            schema["type"] = "string";
        }

        if (type == typeof(ByteSize))
        {
            schema["oneOf"] = JsonNode.Parse("""[{"type":"string","pattern":"^[0-9]+(\\.[0-9]+)? ?([KMGTP](i?B)?|B)?$"},{"type":"integer","format":"int64","minimum":0}]""");
        }

        if (type == typeof(CpuSet))
        {
            schema["type"] = "string";
        }

        if (Examples.Of(type) is { } example)
        {
            schema["examples"] = new JsonArray(example);
        }

        foreach (var (field, property) in schema["properties"]?.AsObject() ?? [])
        {
            Complete(type, field, property!.AsObject());
            if (MayBeNull(property!))
            {
                // What is null is left out of answers.
                schema["required"]?.AsArray().RemoveAll(name => (string?)name == field);
            }
        }
    }

    private void Complete(Type type, string field, JsonObject schema)
    {
        var member = type.GetProperties().FirstOrDefault(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name) == field);
        if (member is null)
        {
            schema["description"] = "Which kind it is.";
            return;
        }

        foreach (var choice in schema["oneOf"]?.AsArray() ?? [])
        {
            choice!.AsObject().Remove("description");
        }

        schema["description"] = comments.OfProperty(type, member.Name);
        if (member.SetMethod is null)
        {
            schema["readOnly"] = true;
            (schema["type"] as JsonArray)?.RemoveAll(name => (string?)name == "null");
        }

        if (Examples.Default(type, field) is { } value)
        {
            schema["default"] = value;
        }
    }

    private static bool MayBeNull(JsonNode schema) =>
        (schema["type"] as JsonArray)?.Any(name => (string?)name == "null") == true || schema["oneOf"] is not null;

    private string DescribeEnum(Type type)
    {
        var names = Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(number => Enum.ToObject(type, number)).Select(
            member => $"\n- `{JsonSerializer.SerializeToElement(member, type, ApiJson.Default.Options).GetString()}`: {comments.OfEnumMember(type, member.ToString()!)}");
        return $"{comments.OfType(type)}\n{string.Concat(names)}";
    }

    // The schema of a kind is called by the base type and the type.
    private static Type TypeOf(string schema) => Types.TryGetValue(schema, out var type)
        ? type
        : Types.Where(known => schema.EndsWith(known.Key, StringComparison.Ordinal)).MaxBy(known => known.Key.Length).Value;

    private static HashSet<string> RequestTypes(JsonObject document, JsonObject schemas)
    {
        var found = new HashSet<string>();
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()))
        {
            Follow(operation.Value!["requestBody"], schemas, found);
        }

        Follow(schemas["ConsoleControl"], schemas, found);
        return found;
    }

    private static void Follow(JsonNode? node, JsonObject schemas, HashSet<string> found)
    {
        switch (node)
        {
            case JsonObject value:
                if ((string?)(value["$ref"] as JsonValue) is { } reference && reference[(reference.LastIndexOf('/') + 1)..] is var name && found.Add(name))
                {
                    Follow(schemas[name], schemas, found);
                }

                foreach (var (_, child) in value)
                {
                    Follow(child, schemas, found);
                }

                break;
            case JsonArray list:
                foreach (var child in list)
                {
                    Follow(child, schemas, found);
                }

                break;
        }
    }
}
