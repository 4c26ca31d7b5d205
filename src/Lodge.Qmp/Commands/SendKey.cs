using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary>
/// <c>send-key</c>: presses keys in order, holds them all, and lets go of them. Answers before the keys are let go
/// of; a guest whose processors stand still gets nothing.
/// </summary>
/// <param name="keys">The keys, by QEMU's names (QKeyCode in qapi/ui.json).</param>
/// <param name="holdTime">How long they are held, ms; null for 100.</param>
public sealed class SendKeyCommand(IReadOnlyList<string> keys, long? holdTime = null)
    : QmpCommand<EmptyReply>("send-key", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("keys"u8);
        foreach (var key in keys)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "qcode"u8);
            writer.WriteString("data"u8, key);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteOptional("hold-time", holdTime);
    }
}
