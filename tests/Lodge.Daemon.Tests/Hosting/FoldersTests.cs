using Lodge.Daemon.Configuration;
using Lodge.Daemon.Hosting;

namespace Lodge.Daemon.Tests.Hosting;

public sealed class FoldersTests
{
    [Fact]
    public void Folders_follow_root_then_rights_then_the_users_own()
    {
        Assert.Equal("/x/run/api.sock", Folders.For(new DaemonOptions { Root = "/x" }, privileged: true, _ => null).ApiSocket);
        Assert.Equal("/run/lodge/api.sock", Folders.For(new DaemonOptions(), privileged: true, _ => null).ApiSocket);
        var user = Folders.For(new DaemonOptions(), privileged: false, name => name switch { "HOME" => "/home/u", "XDG_RUNTIME_DIR" => "/run/user/7", _ => null });
        Assert.Equal(("/run/user/7/lodge", "/home/u/.local/state/lodge"), (user.Run, user.State));
        Assert.Equal("/home/u/.local/state/lodge/run", Folders.For(new DaemonOptions(), privileged: false, name => name == "HOME" ? "/home/u" : null).Run);
    }

    [Fact]
    public void User_ids_of_two_roots_do_not_overlap_and_stay_below_the_largest()
    {
        var first = Enumerable.Range(0, 500)
            .Select(i => Folders.For(new DaemonOptions { Root = $"/r{i}" }, privileged: true, _ => null).DefaultFirstUid)
            .ToHashSet();
        Assert.True(first.Count > 400);
        Assert.All(first, uid => Assert.InRange(uid, 1_900_065_536, int.MaxValue - 65_536));
        Assert.All(first, uid => Assert.Equal(0, (uid - 1_900_000_000) % 65_536));
    }
}
