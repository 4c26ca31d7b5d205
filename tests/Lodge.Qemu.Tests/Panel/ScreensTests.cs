using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Panel;

namespace Lodge.Qemu.Tests.Panel;

public sealed class ScreensTests
{
    private static readonly VmDefinition Two = new()
    {
        Name = "vm",
        Videos =
        [
            new() { Alias = "video0", Model = VideoModel.None },
            new() { Alias = "video1", Model = VideoModel.Virtio, Heads = 2 },
            new() { Alias = "video2", Model = VideoModel.Bochs },
        ],
    };

    [Fact]
    public void Screens_are_counted_over_all_cards()
    {
        Assert.Equal(new ScreenHead(null, null), Screens.Find(Two, 0));
        Assert.Equal(new ScreenHead("video1", 1), Screens.Find(Two, 1));
        Assert.Equal(new ScreenHead("video2", 0), Screens.Find(Two, 2));
        Assert.Equal("Its screens are numbered 0 to 2.", Assert.Throws<LodgeException>(() => Screens.Find(Two, 3)).Error.Remedy);
        Assert.Equal(new ScreenHead(null, null), Screens.Find(new VmDefinition(graphics: [new()]) { Name = "vm" }, 0));
    }

    [Fact]
    public void Vm_without_a_card_has_no_screen() =>
        Assert.Equal(ErrorCode.Unsupported, Assert.Throws<LodgeException>(() => Screens.Find(new VmDefinition { Name = "vm" }, 0)).Error.Code);
}
