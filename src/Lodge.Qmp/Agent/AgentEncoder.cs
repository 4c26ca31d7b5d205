using System.Text.Json;
using Lodge.Qmp.Wire;

namespace Lodge.Qmp.Agent;

/// <summary>
/// Writes a command as one line of JSON. There is no id: agents answer in turn, and old ones refuse members that they
/// do not know.
/// </summary>
internal static class AgentEncoder
{
    private const int TypicalLine = 256;

    /// <summary>
    /// A byte that no JSON begins with: it makes the agent forget half a command that was sent before (QEMU,
    /// qga/qapi-schema.json, guest-sync-delimited), and the agent sends it before its answer to that command.
    /// </summary>
    public const byte Delimiter = 0xFF;

    /// <summary>The line in a pooled buffer, which the receiver releases.</summary>
    public static RentedBuffer Encode(QmpCommand command, bool delimited = false)
    {
        var buffer = new RentedBuffer(TypicalLine);
        try
        {
            if (delimited)
            {
                Append(buffer, Delimiter);
            }

            using var writer = new Utf8JsonWriter(buffer);
            writer.WriteStartObject();
            writer.WriteString("execute"u8, command.Name);
            writer.WriteStartObject("arguments"u8);
            command.WriteArguments(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.Flush();
            Append(buffer, (byte)'\n');
            return buffer;
        }
        catch
        {
            buffer.Release();
            throw;
        }
    }

    private static void Append(RentedBuffer buffer, byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }
}
