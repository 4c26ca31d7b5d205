using System.Buffers.Text;
using Lodge.Engine.Ports;

namespace Lodge.Qemu.Panel;

/// <summary>
/// Reads the pictures that QEMU writes: portable pixmaps, <c>P6</c>, width, height and 255 in ASCII with white space
/// between them, one more white space, then three bytes a pixel.
/// </summary>
internal static class PpmPicture
{
    /// <summary>The picture; its pixels are not copied.</summary>
    /// <exception cref="FormatException">It is none, or not all of one.</exception>
    public static ScreenPicture Read(ReadOnlyMemory<byte> file)
    {
        var rest = file.Span;
        if (!rest.StartsWith("P6"u8))
        {
            throw new FormatException("it does not begin as a portable pixmap");
        }

        rest = rest[2..];
        var (width, height, most) = (Number(ref rest), Number(ref rest), Number(ref rest));
        if (most != 255 || rest.Length == 0 || width == 0 || height == 0)
        {
            throw new FormatException("its head cannot be read");
        }

        var pixels = file[(file.Length - rest.Length + 1)..];
        return pixels.Length == 3L * width * height
            ? new ScreenPicture(width, height, pixels)
            : throw new FormatException($"it has {pixels.Length} bytes for {width} x {height} pixels");
    }

    private static int Number(ref ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \t\r\n"u8);
        if (!Utf8Parser.TryParse(rest, out int number, out var used) || number is < 0 or > 65_536)
        {
            throw new FormatException("its head cannot be read");
        }

        rest = rest[used..];
        return number;
    }
}
