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
            writer.WriteNumber("id"u8, id);
            writer.Flush();
            var bare = buffer.Length;
            writer.WriteStartObject("arguments"u8);
            writer.Flush();
            var begun = buffer.Length;
            command.WriteArguments(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.Flush();

            // QEMU reads its monitor byte by byte: what says nothing is left out.
            if (buffer.Length == begun + "}}"u8.Length)
            {
                buffer.Truncate(bare);
                End(buffer, "}"u8);
            }

            End(buffer, "\n"u8);
            return buffer;
        }
        catch
        {
            buffer.Release();
            throw;
        }
    }

    private static void End(RentedBuffer buffer, ReadOnlySpan<byte> text)
    {
        text.CopyTo(buffer.GetSpan(text.Length));
        buffer.Advance(text.Length);
    }
}
