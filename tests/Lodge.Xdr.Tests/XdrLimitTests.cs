namespace Lodge.Xdr.Tests;

public sealed class XdrLimitTests
{
    private delegate object Read(ref XdrReader reader);

    [Theory]
    [InlineData("00000005616263", "too short for the text")]
    [InlineData("00000003616263", "padding is missing")]
    [InlineData("0000000b6162636465666768696a6b00", "over the limit of ten")]
    [InlineData("ffffffff", "a length beyond all memory")]
    [InlineData("0000000361006200", "NUL")]
    [InlineData("00000002c3280000", "no UTF-8")]
    [InlineData("000000", "no whole length")]
    public void A_string_that_is_wrong_is_refused(string wire, string why) =>
        Refuses(wire, (ref XdrReader reader) => reader.ReadString(10), why);

    [Theory]
    [InlineData("00000003aaaaaaaabbbbbbbb", "fewer elements than counted")]
    [InlineData("00000004aaaaaaaabbbbbbbbccccccccdddddddd", "over the limit of three")]
    [InlineData("7fffffff", "a count beyond all memory")]
    public void An_array_that_is_wrong_is_refused_before_memory_is_taken(string wire, string why) =>
        Refuses(wire, (ref XdrReader reader) => XdrArrays.ReadUInts(ref reader, 3), why);

    [Fact]
    public void Words_that_do_not_fit_their_small_types_are_refused()
    {
        Refuses("00000080", (ref XdrReader reader) => reader.ReadChar(), "char");
        Refuses("00000100", (ref XdrReader reader) => reader.ReadUChar(), "unsigned char");
        Refuses("00010000", (ref XdrReader reader) => reader.ReadUShort(), "unsigned short");
        Refuses("00000002", (ref XdrReader reader) => reader.ReadPresence(), "presence");
    }

    [Fact]
    public void A_writer_refuses_what_no_reader_would_take()
    {
        using var writer = new XdrWriter(1024);

        Assert.Throws<XdrException>(() => writer.WriteString("äää", 5));
        Assert.Throws<XdrException>(() => writer.WriteOpaque(new byte[6], 5));
        Assert.Throws<XdrException>(() => XdrArrays.WriteInts(writer, [1, 2], 1));
    }

    [Fact]
    public void Padding_that_is_not_zero_is_accepted_as_libvirt_accepts_it()
    {
        var reader = new XdrReader(Convert.FromHexString("00000001610102030000002a"));

        Assert.Equal("a", reader.ReadString(10));
        Assert.Equal(42, reader.ReadInt());
    }

    private static void Refuses(string wire, Read read, string why)
    {
        var bytes = Convert.FromHexString(wire);
        var failure = Record.Exception(() =>
        {
            var reader = new XdrReader(bytes);
            read(ref reader);
        });
        Assert.True(failure is XdrException, $"{why}: {failure}");
    }
}
