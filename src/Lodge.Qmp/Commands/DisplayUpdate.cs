using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary>
/// <c>display-update</c>: lets the VNC server listen on sockets that were given before with <see cref="GetFdCommand"/>,
/// instead of where it listened until now. Since QEMU 7.1.
/// </summary>
/// <param name="names">The names that the listening sockets were given under.</param>
public sealed class VncListenCommand(params IReadOnlyList<string> names)
    : QmpCommand<EmptyReply>("display-update", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("type"u8, "vnc"u8);
        writer.WriteStartArray("addresses"u8);
        foreach (var name in names)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "fd"u8);
            writer.WriteString("str"u8, name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
