using Lodge.Engine.Ports;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.Backends.Servers;
using Lodge.Storage.Nbd;

namespace Lodge.Storage.Backends.Http;

/// <summary>Volumes that are files of a web server, and can only be read.</summary>
internal sealed class HttpVolumes(WebFolder folder, QemuNbd server) : IVolumeDriver
{
    private const int AtOnce = 8;

    public async Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var names = await folder.NamesAsync(pool, cancellationToken);
        var found = new Volume?[names.Count];
        await Parallel.ForAsync(0, names.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (index, token) =>
            found[index] = await LookAsync(pool, names[index], null, token));
        return [.. found.OfType<Volume>()];
    }

    // What the pool does not name is none of its volumes, though the server may have it.
    public async Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken) =>
        ((HttpPoolBackend)pool.Definition.Backend).Files?.Contains(name) != false && await LookAsync(pool, name, known, cancellationToken) is { } volume
            ? volume with { Chain = volume.Backing is { } backing ? [backing] : [] }
            : null;

    public Task<IVolumeContent> OpenAsync(PoolAccess pool, Volume volume, bool write, CancellationToken cancellationToken) =>
        server.OpenAsync(volume.Source!, write: false, pool.Secrets, cancellationToken);

    private async Task<Volume?> LookAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken)
    {
        if (await folder.LookAsync(pool, name, ServerFile.FirstLook, cancellationToken) is not { } file)
        {
            return null;
        }

        var source = new HttpDiskSource { Url = WebFolder.AddressOf(pool, name).AbsoluteUri };
        var volume = await ServerFile.DescribeAsync(
            pool,
            name,
            source,
            file.Length,
            known,
            async most => most == ServerFile.FirstLook ? file.Start : (await folder.LookAsync(pool, name, most, cancellationToken))?.Start ?? []);
        return volume with
        {
            ModifiedAt = file.ModifiedAt,
            Problem = file.ServesParts ? volume.Problem : "The web server does not serve parts of files (byte ranges), without which QEMU cannot read a disk.",
        };
    }
}
