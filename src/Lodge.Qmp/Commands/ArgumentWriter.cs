using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Commands;

/// <summary>Helps commands to write their arguments: what is null is left out, so that QEMU's default holds.</summary>
internal static class ArgumentWriter
{
    public static void WriteOptional(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void WriteOptional(this Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void WriteOptional(this Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } flag)
        {
            writer.WriteBoolean(name, flag);
        }
    }

    public static void WriteOptional<T>(this Utf8JsonWriter writer, string name, T? value)
        where T : struct, Enum
    {
        if (value is { } known)
        {
            writer.WriteString(name, WireEnum<T>.NameOf(known));
        }
    }

    public static JsonElement RequireObject(JsonElement value, string parameter) =>
        value.ValueKind == JsonValueKind.Object
            ? value
            : throw new ArgumentException($"Arguments are a JSON object, not {value.ValueKind}.", parameter);

    public static void WriteMembers(Utf8JsonWriter writer, JsonElement? members)
    {
        if (members is { } given)
        {
            foreach (var member in given.EnumerateObject())
            {
                member.WriteTo(writer);
            }
        }
    }

    public static void WriteMembers(Utf8JsonWriter writer, JsonObject members)
    {
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }
    }
}
