using Lodge.Storage.Images.Tiny;

namespace Lodge.Storage.Tests.Images.Tiny;

public sealed class ModuleInfoTests
{
    [Theory]
    [InlineData("depends=", "")]
    [InlineData("depends=virtio,virtio_ring", "virtio virtio_ring")]
    [InlineData("depends=virtio-ring", "virtio_ring")]
    [InlineData("license=GPL", "")]
    public void Dependencies_come_in_their_order_by_normalized_name(string line, string expected)
    {
        var information = ModuleInfo.Parse(ModuleFile.With("license=GPL", line, "name=x"));

        Assert.Equal(expected, string.Join(' ', information.Depends));
    }

    [Fact]
    public void Aliases_come_in_their_order()
    {
        var information = ModuleInfo.Parse(ModuleFile.With("alias=pci:v*", "depends=", "alias=fs-9p"));

        Assert.Equal(["pci:v*", "fs-9p"], information.Aliases);
    }

    [Fact]
    public void Module_cut_off_anywhere_is_refused()
    {
        var whole = ModuleFile.With("depends=virtio");
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => ModuleInfo.Parse(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Module_with_any_byte_changed_is_read_or_refused()
    {
        var whole = ModuleFile.With("depends=virtio");
        for (var index = 0; index < whole.Length; index++)
        {
            var changed = whole.ToArray();
            changed[index] ^= 0xFF;
            var failure = Record.Exception(() => ModuleInfo.Parse(changed));
            Assert.True(failure is null or InvalidDataException, $"byte {index}: {failure}");
        }
    }
}
