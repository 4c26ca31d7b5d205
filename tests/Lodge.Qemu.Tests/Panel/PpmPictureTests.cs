using System.Text;
using Lodge.Qemu.Panel;

namespace Lodge.Qemu.Tests.Panel;

public sealed class PpmPictureTests
{
    [Fact]
    public void Picture_is_read_with_its_size_and_pixels()
    {
        var picture = PpmPicture.Read(Encoding.Latin1.GetBytes("P6\n2 1\n255\n\n23456"));
        Assert.Equal((2, 1), (picture.Width, picture.Height));
        Assert.Equal("\n23456"u8.ToArray(), picture.Rgb.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("P5\n2 1\n255\n123456")]
    [InlineData("P6\n2 1\n255\n12345")]
    [InlineData("P6\n2 1\n255\n1234567")]
    [InlineData("P6\n2 1\n65535\n123456")]
    [InlineData("P6\n0 1\n255\n")]
    [InlineData("P6\n99999999999 1\n255\n1")]
    [InlineData("P6\n2 1\n255")]
    public void Anything_else_is_refused(string text) =>
        Assert.Throws<FormatException>(() => PpmPicture.Read(Encoding.Latin1.GetBytes(text)));
}
