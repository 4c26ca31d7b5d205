using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Qemu.Launching;

namespace Lodge.Qemu.Tests.Launching;

public class VmClaimsTests
{
    private static readonly Guid[] Ids = [.. Enumerable.Range(1, 20).Select(i => new Guid(i, 0, 0, new byte[8]))];

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    public void Image_is_shared_only_by_readers(bool firstWrites, bool secondWrites, bool allowed)
    {
        var claims = new VmClaims(null);
        claims.Take(Ids[0], "one", [Image(7, firstWrites)]);
        var take = () => claims.Take(Ids[1], "two", [Image(8, true), Image(7, secondWrites)]);
        if (allowed)
        {
            Assert.Null(take().Uid);
            return;
        }

        var error = Assert.Throws<LodgeException>(take).Error;
        Assert.Equal(ErrorCode.ImageInUse, error.Code);
        Assert.Contains("VM 'one'", error.Message);
        claims.Release(Ids[0]);
        take();
    }

    [Fact]
    public void User_ids_are_distinct_stable_and_end_with_a_clear_error()
    {
        var claims = new VmClaims(new UidRange(5000, 10));
        var first = Ids.Take(10).Select(id => claims.Take(id, "vm", []).Uid!.Value).ToList();
        Assert.Equal(10, first.Distinct().Count());
        Assert.All(first, uid => Assert.InRange(uid, 5000, 5009));
        Assert.Equal(ErrorCode.InsufficientResources, Assert.Throws<LodgeException>(() => claims.Take(Ids[10], "vm", [])).Error.Code);

        var preferred = new VmClaims(new UidRange(5000, 10)).Take(Ids[3], "vm", []).Uid;
        Assert.Equal(preferred, new VmClaims(new UidRange(5000, 10)).Take(Ids[3], "vm", []).Uid);
    }

    [Fact]
    public void VM_is_live_only_once()
    {
        var claims = new VmClaims(null);
        claims.Take(Ids[0], "one", []);
        Assert.Equal(ErrorCode.InvalidState, Assert.Throws<LodgeException>(() => claims.Take(Ids[0], "one", [])).Error.Code);
    }

    private static ImageClaim Image(ulong inode, bool writes) => new($"/{inode}", new FileIdentity(1, inode, 0, 0, 0, 0, 0), writes);
}
