using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Iscsi;

/// <summary>Pools that are an iSCSI target which QEMU reaches by itself.</summary>
internal sealed class IscsiDirectBackend(IscsiTools tools, IscsiDirectVolumes volumes) : IPoolDriver
{
    public PoolCapabilities Capabilities { get; } = new()
    {
        Shared = true,
        Transfer = true,
        Note = "Its volumes are the target's units, which its administrator makes and deletes.",
    };

    public IVolumeDriver Volumes => volumes;

    public Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken) => throw Foreign("made");

    public Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task StartAsync(PoolAccess pool, CancellationToken cancellationToken) => tools.UnitsAsync(pool, cancellationToken);

    public Task StopAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken) => throw Foreign("deleted");

    // A target has no room of its own: what its units have is all there is, and all of it is taken.
    public async Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var size = (await volumes.ListAsync(pool, cancellationToken)).Sum(volume => volume.Capacity);
        return new PoolMeasure(new PoolRoom(size, size, 0), Capabilities);
    }

    private static LodgeException Foreign(string verb) =>
        new(ErrorCode.Unsupported, $"iSCSI targets are {verb} by who administers the server.", "Do it there; Lodge uses what it finds.");
}
