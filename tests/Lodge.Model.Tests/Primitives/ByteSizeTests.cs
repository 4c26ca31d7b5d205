using Lodge.Model.Primitives;

namespace Lodge.Model.Tests.Primitives;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("1048576", 1L << 20, "1MiB")]
    [InlineData("512M", 512L << 20, "512MiB")]
    [InlineData("512MiB", 512L << 20, "512MiB")]
    [InlineData("1.5G", 1536L << 20, "1536MiB")]
    [InlineData("2 GiB", 2L << 30, "2GiB")]
    [InlineData("0", 0, "0B")]
    [InlineData("1000", 1000, "1000B")]
    public void Size_is_read_and_written_in_its_largest_exact_unit(string text, long bytes, string written)
    {
        Assert.True(ByteSize.TryParse(text, out var size));
        Assert.Equal((bytes, written), (size.Bytes, size.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("much")]
    [InlineData("-1")]
    [InlineData("1.3B")]
    [InlineData("5 parsecs")]
    [InlineData("99999999999999PiB")]
    [InlineData("1..5G")]
    public void Text_that_is_no_size_is_refused(string text) => Assert.False(ByteSize.TryParse(text, out _));
}
