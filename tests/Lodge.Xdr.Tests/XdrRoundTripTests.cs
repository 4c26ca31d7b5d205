using System.Globalization;

namespace Lodge.Xdr.Tests;

public sealed class XdrRoundTripTests
{
    [Fact]
    public void Every_scalar_is_written_as_the_standard_says_and_read_back()
    {
        using var writer = new XdrWriter(1024);
        writer.WriteInt(-2);
        writer.WriteUInt(0x80000001);
        writer.WriteHyper(-3);
        writer.WriteUHyper(ulong.MaxValue - 1);
        writer.WriteDouble(1.5);
        writer.WriteChar(-1);
        writer.WriteUChar(200);
        writer.WriteUShort(65535);
        writer.WriteUuid(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff", CultureInfo.InvariantCulture));

        Assert.Equal(
            "fffffffe80000001fffffffffffffffdfffffffffffffffe3ff8000000000000ffffffff000000c80000ffff00112233445566778899aabbccddeeff",
            Convert.ToHexStringLower(writer.Written.Span));
        var reader = new XdrReader(writer.Written.Span);
        Assert.Equal(-2, reader.ReadInt());
        Assert.Equal(0x80000001, reader.ReadUInt());
        Assert.Equal(-3, reader.ReadHyper());
        Assert.Equal(ulong.MaxValue - 1, reader.ReadUHyper());
        Assert.Equal(1.5, reader.ReadDouble());
        Assert.Equal(-1, reader.ReadChar());
        Assert.Equal(200, reader.ReadUChar());
        Assert.Equal(65535, reader.ReadUShort());
        Assert.Equal(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff", CultureInfo.InvariantCulture), reader.ReadUuid());
        Assert.Equal(0, reader.Remaining);
    }

    [Theory]
    [InlineData("", "00000000")]
    [InlineData("abc", "0000000361626300")]
    [InlineData("abcd", "0000000461626364")]
    [InlineData("ä€", "00000005c3a4e282ac000000")]
    public void Strings_are_counted_and_padded_to_words(string text, string wire)
    {
        using var writer = new XdrWriter(1024);
        writer.WriteString(text, 100);

        Assert.Equal(wire, Convert.ToHexStringLower(writer.Written.Span));
        var reader = new XdrReader(writer.Written.Span);
        Assert.Equal(text, reader.ReadString(100));
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void Arrays_of_each_kind_are_read_back()
    {
        using var writer = new XdrWriter(1024);
        XdrArrays.WriteStrings(writer, ["a", "bc"], 2, 10);
        XdrArrays.WriteInts(writer, [-1, 2], 2);
        XdrArrays.WriteUInts(writer, [3], 2);
        XdrArrays.WriteUHypers(writer, [ulong.MaxValue], 2);
        XdrArrays.WriteChars(writer, [0xff, 7], 3);
        writer.WriteOpaque([1, 2, 3], 3);
        writer.WriteOptionalString(null, 3);

        var reader = new XdrReader(writer.Written.Span);
        Assert.Equal(["a", "bc"], XdrArrays.ReadStrings(ref reader, 2, 10));
        Assert.Equal([-1, 2], XdrArrays.ReadInts(ref reader, 2));
        Assert.Equal([3u], XdrArrays.ReadUInts(ref reader, 2));
        Assert.Equal([ulong.MaxValue], XdrArrays.ReadUHypers(ref reader, 2));
        Assert.Equal([0xff, 7, 0], XdrArrays.ReadChars(ref reader, 3));
        Assert.Equal([1, 2, 3], reader.ReadOpaque(3));
        Assert.Null(reader.ReadOptionalString(3));
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void A_writer_grows_to_its_limit_and_not_beyond()
    {
        using var writer = new XdrWriter(100_000);
        writer.WriteRaw(new byte[99_996]);
        writer.WriteInt(1);

        Assert.Throws<XdrException>(() => writer.WriteInt(2));
        Assert.Equal(100_000, writer.Length);
    }
}
