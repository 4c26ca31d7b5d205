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

    [Fact]
    public async Task What_pools_could_be_made_of_is_found_on_servers_and_on_the_host()
    {
        await using var server = await TestServer.StartAsync();

        Assert.Contains("<name>vg0</name>", await server.DoneAsync("find-storage-pool-sources", "logical"), StringComparison.Ordinal);
        Assert.Contains("<dir path='/srv/disks'/>", await server.DoneAsync("find-storage-pool-sources-as", "netfs", "nas.lan"), StringComparison.Ordinal);
        var targets = await server.DoneAsync("find-storage-pool-sources-as", "iscsi-direct", "nas.lan", "3261", "--initiator", "iqn.2026-01.test:me");
        Assert.Contains("<host name='nas.lan' port='3261'/>", targets, StringComparison.Ordinal);

        Assert.Contains("hostname must be specified", await server.RefusedAsync("find-storage-pool-sources", "iscsi"), StringComparison.Ordinal);
        Assert.Contains("does not support source discovery", await server.RefusedAsync("find-storage-pool-sources", "disk"), StringComparison.Ordinal);
        Assert.Contains("unknown storage pool type", await server.RefusedAsync("find-storage-pool-sources", "shelf"), StringComparison.Ordinal);
        Assert.Contains("must be a host's name", await server.RefusedAsync("find-storage-pool-sources-as", "netfs", "a;b"), StringComparison.Ordinal);
    }
}
