using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Storage;

namespace Lodge.Libvirt.Tests.Handlers.Storage;

/// <summary>Pools of several kinds and their volumes, through virsh, over storage in memory.</summary>
public sealed class VolumeTests
{
    [Fact]
    public async Task Volume_is_made_looked_up_changed_and_deleted()
    {
        await using var server = await TestServer.StartAsync();
        await server.DoneAsync("pool-create-as", "images", "dir", "--target", "/srv/images");

        await server.DoneAsync("vol-create-as", "images", "web.qcow2", "1G", "--format", "qcow2");
        await server.DoneAsync("vol-clone", "--pool", "images", "web.qcow2", "twin.qcow2");
        Assert.Matches("twin.qcow2 +/srv/images/twin.qcow2", await server.DoneAsync("vol-list", "images"));
        Assert.Equal("/srv/images/web.qcow2", await server.DoneAsync("vol-path", "--pool", "images", "web.qcow2"));
        Assert.Equal("web.qcow2", await server.DoneAsync("vol-name", "/srv/images/web.qcow2"));
        Assert.Equal("images", await server.DoneAsync("vol-pool", "/srv/images/web.qcow2"));
        await server.DoneAsync("vol-resize", "--pool", "images", "web.qcow2", "1G", "--delta");
        Assert.Matches("Capacity: +2.00 GiB", await server.DoneAsync("vol-info", "--pool", "images", "web.qcow2"));
        Assert.Contains("<capacity unit='bytes'>2147483648</capacity>", await server.DoneAsync("vol-dumpxml", "--pool", "images", "web.qcow2"), StringComparison.Ordinal);
        await server.DoneAsync("vol-delete", "--pool", "images", "web.qcow2");
        Assert.Contains("no storage vol with matching path", await server.RefusedAsync("vol-key", "/srv/images/web.qcow2"), StringComparison.Ordinal);
        Assert.Contains("algorithm 4 not supported", await server.RefusedAsync("vol-wipe", "--pool", "images", "twin.qcow2", "--algorithm", "gutmann"), StringComparison.Ordinal);

        // A transient pool is gone when it stops, and its volumes with it.
        await server.DoneAsync("pool-destroy", "images");
        Assert.Contains("failed to get pool 'images'", await server.RefusedAsync("vol-list", "images"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Pools_are_listed_by_their_types_and_keep_what_their_xml_cannot_say()
    {
        await using var server = await TestServer.StartAsync();
        var cancellation = TestContext.Current.CancellationToken;
        await server.Engine.Pools.DefineAsync(
            new PoolDefinition { Name = "thin", Title = "Fast", Backend = new LvmThinPoolBackend { VolumeGroup = "vg", ThinPool = "pool" } }, null, cancellation);
        await server.DoneAsync("pool-define-as", "nas", "netfs", "--source-host", "nas", "--source-path", "/export", "--target", "/mnt/nas");
        Assert.Contains("nas", await server.DoneAsync("pool-list", "--all", "--type", "netfs"), StringComparison.Ordinal);
        Assert.DoesNotContain("nas", await server.DoneAsync("pool-list", "--all", "--type", "logical,dir"), StringComparison.Ordinal);

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, await server.DoneAsync("pool-dumpxml", "thin"), cancellation);
            await server.DoneAsync("pool-define", file);
        }
        finally
        {
            File.Delete(file);
        }

        var kept = server.Engine.Pools.Get("thin").Definition;
        Assert.Equal(("Fast", "pool"), (kept.Title, Assert.IsType<LvmThinPoolBackend>(kept.Backend).ThinPool));
        Assert.Contains("is not active", await server.RefusedAsync("vol-list", "thin"), StringComparison.Ordinal);
        Assert.Contains("<pool type='rbd' supported='yes'>", await server.DoneAsync("pool-capabilities"), StringComparison.Ordinal);
    }
}
