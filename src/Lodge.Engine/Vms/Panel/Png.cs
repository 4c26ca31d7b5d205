using System.Buffers.Binary;
using System.IO.Compression;
using Lodge.Engine.Ports;

namespace Lodge.Engine.Vms.Panel;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): eight bits a colour, no palette, no transparency.</summary>
public static class Png
{
    private const byte TrueColour = 2;
    private const byte Up = 2;
    private const int BytesAPixel = 3;

    private static readonly uint[] s_crcTable = [.. Enumerable.Range(0, 256).Select(CrcOfByte)];

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>The bytes of the file.</summary>
    public static byte[] Encode(ScreenPicture picture)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        (header[8], header[9]) = (8, TrueColour);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(picture));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    // Each line is written as its difference to the one above: screens repeat themselves from line to line.
    private static byte[] Compress(ScreenPicture picture)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var stride = picture.Width * BytesAPixel;
            var pixels = picture.Rgb.Span;
            var line = new byte[stride + 1];
            line[0] = Up;
            for (var y = 0; y < picture.Height; y++)
            {
                var present = pixels.Slice(y * stride, stride);
                var above = y == 0 ? [] : pixels.Slice((y - 1) * stride, stride);
                for (var x = 0; x < stride; x++)
                {
                    line[x + 1] = (byte)(present[x] - (y == 0 ? 0 : above[x]));
                }

                zlib.Write(line);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(word);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc = s_crcTable[(crc ^ value) & 0xff] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint CrcOfByte(int value)
    {
        const uint Polynomial = 0xedb88320;
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) == 0 ? crc >> 1 : Polynomial ^ (crc >> 1);
        }

        return crc;
    }
}
