using System.Buffers.Binary;
using System.Text;
using Lodge.Model.Storage.Formats;
using Lodge.Qemu.Images;

namespace Lodge.Qemu.Tests.Images;

public class Qcow2HeaderTests
{
    [Fact]
    public void Header_of_version_3_tells_size_and_backing_file_with_its_format()
    {
        var header = Qcow2Header.Parse(Version3("base.raw", "raw"));
        Assert.Equal(new Qcow2Header(1 << 30, "base.raw", "raw", false, 0), header);
    }

    [Fact]
    public void Header_of_version_2_has_no_features_and_may_have_no_backing_file()
    {
        var start = new byte[512];
        WriteStart(start, version: 2);
        Assert.Equal(new Qcow2Header(1 << 30, null, null, false, 0) { Version = 2 }, Qcow2Header.Parse(start));
    }

    [Fact]
    public void Encryption_and_external_data_are_told()
    {
        var start = Version3(null, null);
        start[35] = 1;
        start[79] = 4;
        var header = Qcow2Header.Parse(start);
        Assert.True(header.IsEncrypted);
        Assert.True(header.HasExternalData);
    }

    [Fact]
    public void Other_bytes_are_no_qcow2()
    {
        Assert.False(Qcow2Header.IsAtStartOf("QFI"u8));
        Assert.False(Qcow2Header.IsAtStartOf(new byte[512]));
        Assert.Throws<FormatException>(() => Qcow2Header.Parse(new byte[512]));
        Assert.Equal("vmdk", ForeignFormats.Find("KDMV...."u8));
        Assert.Null(ForeignFormats.Find(Version3(null, null)));
    }

    [Fact]
    public void Every_damage_of_a_header_is_refused_or_read_and_never_worse()
    {
        var sound = Version3("base.raw", "raw");
        var random = new Random(20_251_122);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = sound.AsSpan(0, random.Next(9, sound.Length)).ToArray();
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                damaged[random.Next(8, damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                _ = Qcow2Header.Parse(damaged);
            }
            catch (FormatException refused)
            {
                Assert.NotEmpty(refused.Message);
            }
        }
    }

    private static byte[] Version3(string? backing, string? format)
    {
        const int Extensions = 104;
        const int Name = 256;
        var start = new byte[512];
        WriteStart(start, version: 3);
        BinaryPrimitives.WriteUInt32BigEndian(start.AsSpan(100), Extensions);
        if (format is not null)
        {
            // An extension of another kind comes first, with a length that is padded.
            BinaryPrimitives.WriteUInt32BigEndian(start.AsSpan(Extensions), 0x6803F857);
            BinaryPrimitives.WriteUInt32BigEndian(start.AsSpan(Extensions + 4), 5);
            BinaryPrimitives.WriteUInt32BigEndian(start.AsSpan(Extensions + 16), 0xE2792ACA);
            BinaryPrimitives.WriteUInt32BigEndian(start.AsSpan(Extensions + 20), (uint)format.Length);
            Encoding.ASCII.GetBytes(format, start.AsSpan(Extensions + 24));
        }

        if (backing is not null)
        {
            BinaryPrimitives.WriteUInt64BigEndian(start.AsSpan(8), Name);
            BinaryPrimitives.WriteUInt32BigEndian(start.AsSpan(16), (uint)backing.Length);
            Encoding.ASCII.GetBytes(backing, start.AsSpan(Name));
        }

        return start;
    }

    private static void WriteStart(byte[] start, uint version)
    {
        BinaryPrimitives.WriteUInt32BigEndian(start, 0x514649FB);
        BinaryPrimitives.WriteUInt32BigEndian(start.AsSpan(4), version);
        BinaryPrimitives.WriteUInt32BigEndian(start.AsSpan(20), 16);
        BinaryPrimitives.WriteUInt64BigEndian(start.AsSpan(24), 1 << 30);
    }
}
