using Lodge.Libvirt.Tests.Support;

namespace Lodge.Libvirt.Tests.Handlers.Storage;

/// <summary>Folders as storage pools, through virsh.</summary>
public sealed class PoolTests
{
    [Fact]
    public async Task Folder_becomes_a_pool_is_used_and_forgotten()
    {
        await using var server = await TestServer.StartAsync();

        await server.DoneAsync("pool-define-as", "images", "dir", "--target", "/srv/images");
        Assert.Matches("images +inactive +no", await server.DoneAsync("pool-list", "--all"));
        await server.DoneAsync("pool-build", "images");
        await server.DoneAsync("pool-start", "images");
        await server.DoneAsync("pool-autostart", "images");
        await server.DoneAsync("pool-refresh", "images");
        Assert.Matches("images +active +yes", await server.DoneAsync("pool-list"));
        Assert.Matches("Available: +4.00 GiB", await server.DoneAsync("pool-info", "images"));
        Assert.Contains("<path>/srv/images</path>", await server.DoneAsync("pool-dumpxml", "images"), StringComparison.Ordinal);
        Assert.DoesNotContain("/srv", await server.DoneAsync("vol-list", "images"), StringComparison.Ordinal);
        Assert.True(Assert.Single(server.World.Pools).Value.Definition.Autostart);

        Assert.Contains("still active", await server.RefusedAsync("pool-undefine", "images"), StringComparison.Ordinal);
        await server.DoneAsync("pool-destroy", "images");
        await server.DoneAsync("pool-undefine", "images");
        Assert.Empty(server.World.Pools);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Second_pool_of_a_folder_and_other_types_are_refused()
    {
        await using var server = await TestServer.StartAsync();
        await server.DoneAsync("pool-define-as", "images", "dir", "--target", "/srv/images");

        Assert.Contains("has the folder already", await server.RefusedAsync("pool-define-as", "more", "dir", "--target", "/srv/images/"), StringComparison.Ordinal);
        Assert.Contains("unsupported configuration", await server.RefusedAsync("pool-define-as", "net", "gluster", "--source-name", "v", "--source-path", "/p", "--source-host", "h"), StringComparison.Ordinal);
        await server.DoneAsync("pool-define-as", "gone", "dir", "--target", "/missing");
        Assert.Contains("does not exist", await server.RefusedAsync("pool-start", "gone"), StringComparison.Ordinal);
    }
}
