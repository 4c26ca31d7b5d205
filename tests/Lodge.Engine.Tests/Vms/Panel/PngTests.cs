using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms.Panel;

namespace Lodge.Engine.Tests.Vms.Panel;

public sealed class PngTests
{
    // Reads the file by the standard's rules, with checksums by another implementation: zlib's, in gzip.
    [Fact]
    public void Picture_comes_out_as_it_went_in()
    {
        var pixels = new byte[7 * 5 * 3];
        new Random(1).NextBytes(pixels);
        var chunks = Chunks(Png.Encode(new ScreenPicture(7, 5, pixels)));

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([0, 0, 0, 7, 0, 0, 0, 5, 8, 2, 0, 0, 0], chunks[0].Data);
        Assert.Equal(pixels, Unfilter(chunks[1].Data, 7 * 3, 5));
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        Assert.Equal("\u0089PNG\r\n\u001a\n", Encoding.Latin1.GetString(file, 0, 8));
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var body = file.AsSpan(at + 4, length + 4);
            Assert.Equal(CrcByGzip(body), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(body[..4]), body[4..].ToArray()));
            at += length + 12;
        }

        return chunks;
    }

    private static uint CrcByGzip(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(data);
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(packed.ToArray().AsSpan()[^8..]);
    }

    private static byte[] Unfilter(byte[] packed, int stride, int lines)
    {
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        var pixels = new byte[stride * lines];
        var line = new byte[stride + 1];
        for (var y = 0; y < lines; y++)
        {
            zlib.ReadExactly(line);
            Debug.Assert(line[0] == 2, "the filter that the encoder uses");
            for (var x = 0; x < stride; x++)
            {
                pixels[(y * stride) + x] = (byte)(line[x + 1] + (y == 0 ? 0 : pixels[((y - 1) * stride) + x]));
            }
        }

        return pixels;
    }
}
