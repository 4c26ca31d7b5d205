using Lodge.Engine.Ports;
using Lodge.Model.Storage;
using Lodge.Store.Tests.Support;

namespace Lodge.Store.Tests.Pools;

public sealed class SqlitePoolsTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly StoreFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pool_and_what_is_known_of_its_volumes_come_back_and_go_together()
    {
        var pool = new PoolDefinition { Id = Guid.NewGuid(), Name = "ceph", Backend = new RbdPoolBackend { Monitors = ["a", "b"], Pool = "vms" } };
        var volume = new VolumeRecord(pool.Id, "web1", VolumeFormat.Raw, Guid.NewGuid());
        await using (var store = await folder.OpenAsync())
        {
            Assert.False(await store.Pools.HadPoolsAsync(None));
            await store.Pools.SaveAsync(new StoredPool(pool), None);
            await store.Pools.SaveAsync(new StoredPool(pool with { Autostart = true }, Revision: 2, Active: true, Persistent: false), None);
            await store.Pools.SaveVolumeAsync(volume with { Format = VolumeFormat.Qcow2 }, None);
            await store.Pools.SaveVolumeAsync(volume, None);
        }

        await using var reopened = await folder.OpenAsync();
        var stored = Assert.Single(await reopened.Pools.LoadAsync(None));
        Assert.Equal((true, 2L, true, false), (stored.Definition.Autostart, stored.Revision, stored.Active, stored.Persistent));
        Assert.Equal("vms", Assert.IsType<RbdPoolBackend>(stored.Definition.Backend).Pool);
        Assert.Equal(volume, Assert.Single(await reopened.Pools.LoadVolumesAsync(None)));
        await reopened.Pools.DeleteAsync(pool.Id, None);
        Assert.Empty(await reopened.Pools.LoadAsync(None));
        Assert.Empty(await reopened.Pools.LoadVolumesAsync(None));
        Assert.True(await reopened.Pools.HadPoolsAsync(None));
    }
}
