using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Files;

namespace Lodge.Storage.Backends.Nfs;

/// <summary>Pools that are a folder of an NFS server which QEMU reaches by itself: nothing is mounted on this host.</summary>
internal sealed class NfsDirectBackend(NfsDirectVolumes volumes) : IPoolDriver
{
    // Another host may be at work.
    private static readonly TimeSpan s_oldest = TimeSpan.FromDays(1);

    public PoolCapabilities Capabilities { get; } = new()
    {
        Formats = [VolumeFormat.Raw, VolumeFormat.Qcow2],
        Create = true,
        Resize = true,
        Thin = true,
        Shared = true,
        Transfer = true,
        Note = "Volumes must stand alone: QEMU does not follow a backing image on a server.",
    };

    public IVolumeDriver Volumes => volumes;

    public Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken) => throw Foreign("made");

    public Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task StartAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        using var server = await NfsPlace.OpenAsync(pool, cancellationToken);
        foreach (var left in (await server.ListAsync(cancellationToken)).Where(file => NewFileName.IsUnfinished(file.Name) && file.ModifiedAt < DateTimeOffset.UtcNow - s_oldest))
        {
            await server.DeleteAsync(left.Name, cancellationToken);
        }
    }

    public Task StopAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken) => throw Foreign("deleted");

    public async Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        using var server = await NfsPlace.OpenAsync(pool, cancellationToken);
        return new PoolMeasure(await server.MeasureAsync(cancellationToken), Capabilities);
    }

    private static LodgeException Foreign(string verb) =>
        new(ErrorCode.Unsupported, $"Folders of NFS servers are {verb} by who administers the server.", "Do it there; Lodge uses what it finds.");
}
