using System.Text.Json;

namespace Lodge.Qmp.Wire;

/// <summary>Writes a command as one line of JSON.</summary>
internal static class CommandEncoder
{
    private const int TypicalLine = 256;

    /// <summary>The line in a pooled buffer, which the receiver releases.</summary>
    public static RentedBuffer Encode(QmpCommand command, long id)
    {
        var buffer = new RentedBuffer(TypicalLine);
        try
        {
            using var writer = new Utf8JsonWriter(buffer);
            writer.WriteStartObject();
            writer.WriteString("execute"u8, command.Name);
            writer.WriteStartObject("arguments"u8);
            command.WriteArguments(writer);
            writer.WriteEndObject();
            writer.WriteNumber("id"u8, id);
            writer.WriteEndObject();
            writer.Flush();
            buffer.GetSpan(1)[0] = (byte)'\n';
            buffer.Advance(1);
            return buffer;
        }
        catch
        {
            buffer.Release();
            throw;
        }
    }
}
