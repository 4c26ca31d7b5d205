using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary><c>screendump</c>: writes a picture of the screen to a file that QEMU can open.</summary>
/// <param name="filename">Where to.</param>
/// <param name="format">The picture's format; null for PPM.</param>
/// <param name="device">The display device's id; null for the first.</param>
/// <param name="head">Which screen of that device.</param>
public sealed class ScreendumpCommand(
    string filename,
    ScreendumpFormat? format = null,
    string? device = null,
    long? head = null)
    : QmpCommand<EmptyReply>("screendump", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteString("filename"u8, filename);
        writer.WriteOptional("device", device);
        writer.WriteOptional("head", head);
        writer.WriteOptional("format", format);
    }
}

/// <summary>Formats of a picture.</summary>
public enum ScreendumpFormat
{
    /// <summary>Portable pixmap: large and simple.</summary>
    Ppm = 1,

    /// <summary>PNG.</summary>
    Png = 2,
}
