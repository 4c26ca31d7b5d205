using System.Text.Json;

namespace Lodge.Qmp.Agent.Commands;

/// <summary>Writes arguments that several commands have.</summary>
internal static class AgentArguments
{
    /// <summary>A list of texts.</summary>
    public static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
