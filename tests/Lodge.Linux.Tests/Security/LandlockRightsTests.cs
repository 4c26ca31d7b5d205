using Lodge.Linux.Security;

namespace Lodge.Linux.Tests.Security;

public sealed class LandlockRightsTests
{
    // Bits from linux/landlock.h: 13 rights in version 1, refer in 2, truncate in 3, ioctl on devices in 5.
    [Theory]
    [InlineData(0, 0x0000)]
    [InlineData(1, 0x1FFF)]
    [InlineData(2, 0x3FFF)]
    [InlineData(3, 0x7FFF)]
    [InlineData(4, 0x7FFF)]
    [InlineData(5, 0xFFFF)]
    [InlineData(7, 0xFFFF)]
    [InlineData(99, 0xFFFF)]
    public void A_version_knows_its_rights_and_no_later_ones(int abi, ulong rights) =>
        Assert.Equal(rights, LandlockRights.Known(abi));

    [Theory]
    [InlineData(LandlockAccess.ReadOnly, true, 7, 0x000C)]
    [InlineData(LandlockAccess.ReadOnly, false, 7, 0x0004)]
    [InlineData(LandlockAccess.ReadExecute, true, 7, 0x000D)]
    [InlineData(LandlockAccess.ReadWrite, false, 1, 0x0006)]
    [InlineData(LandlockAccess.ReadWrite, false, 3, 0x4006)]
    [InlineData(LandlockAccess.Device, false, 4, 0x4006)]
    [InlineData(LandlockAccess.Device, false, 5, 0xC006)]
    [InlineData(LandlockAccess.Folder, true, 7, 0x472E)]
    [InlineData(LandlockAccess.Tree, true, 7, 0x77BE)]
    [InlineData(LandlockAccess.Tree, true, 1, 0x17BE)]
    public void An_access_kind_gives_what_its_place_and_version_allow(
        LandlockAccess access, bool isFolder, int abi, ulong rights) =>
        Assert.Equal(rights, LandlockRights.Of(access, isFolder, abi));
}
