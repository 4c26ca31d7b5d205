using Lodge.Engine.Ports;
using Lodge.Qemu.Saving;
using Lodge.Qemu.Tests.Planning;

namespace Lodge.Qemu.Tests.Saving;

public class SaveFileFormatTests
{
    private static readonly SavedStateHeader Header = new()
    {
        Definition = PlanCases.All["q35-bios-disks-nics-vnc-kvm"].Definition,
        WasPaused = true,
        SavedAt = new DateTimeOffset(2025, 11, 22, 12, 0, 0, TimeSpan.Zero),
        QemuVersion = "7.2.22",
        MachineName = "pc-q35-7.2",
    };

    [Fact]
    public void Head_comes_back_as_it_was_written_and_ends_on_a_page()
    {
        var bytes = SaveFileFormat.Write(Header);
        Assert.Equal(0, bytes.Length % 4096);
        var (header, length) = SaveFileFormat.Read([.. bytes, .. new byte[100]]);
        Assert.Equal(bytes.Length, length);
        Assert.Equal(Header.Definition.Disks, header.Definition.Disks);
        Assert.Equal((Header.WasPaused, Header.SavedAt, Header.QemuVersion, Header.MachineName), (header.WasPaused, header.SavedAt, header.QemuVersion, header.MachineName));
    }

    [Fact]
    public void Numbers_of_the_format_never_change()
    {
        var bytes = SaveFileFormat.Write(Header);
        Assert.Equal("LODGESAV"u8.ToArray(), bytes[..8]);
        Assert.Equal([1, 0, 0, 0], bytes[8..12]);
        Assert.Equal((byte)'{', bytes[16]);
    }

    [Theory]
    [InlineData(0, "does not begin")]
    [InlineData(8, "version")]
    [InlineData(14, "ends within its head")]
    [InlineData(16, "cannot be read")]
    public void Damaged_head_is_refused_with_what_is_wrong(int position, string words)
    {
        var bytes = SaveFileFormat.Write(Header);
        bytes[position] ^= 0x7F;
        Assert.Contains(words, Assert.Throws<FormatException>(() => SaveFileFormat.Read(bytes)).Message);
    }

    [Fact]
    public void Head_cut_short_anywhere_is_refused()
    {
        var bytes = SaveFileFormat.Write(Header);
        var json = BitConverter.ToInt32(bytes, 12);
        for (var length = 0; length < 16 + json; length++)
        {
            Assert.Throws<FormatException>(() => SaveFileFormat.Read(bytes.AsSpan(0, length)));
        }
    }
}
