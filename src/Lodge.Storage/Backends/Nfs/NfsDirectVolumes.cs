using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Validation;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.Backends.Files;
using Lodge.Storage.Backends.Servers;
using Lodge.Storage.Nbd;
using Lodge.Storage.Nfs;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage.Backends.Nfs;

/// <summary>Volumes that are files in a folder of an NFS server, which the host does not mount.</summary>
internal sealed class NfsDirectVolumes(NfsMaker maker, QemuImgRunner images, QemuNbd nbd) : IVolumeDriver
{
    public async Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        using var server = await NfsPlace.OpenAsync(pool, cancellationToken);
        var volumes = new List<Volume>();
        foreach (var file in (await server.ListAsync(cancellationToken)).Where(file => file.IsRegular && StorageNames.WhyNot(file.Name) is null && !NewFileName.IsUnfinished(file.Name)))
        {
            volumes.Add(await DescribeAsync(pool, server, file, null, cancellationToken));
        }

        return volumes;
    }

    public async Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken)
    {
        using var server = await NfsPlace.OpenAsync(pool, cancellationToken);
        if (await server.FindAsync(name, cancellationToken) is not { IsRegular: true } file)
        {
            return null;
        }

        var volume = await DescribeAsync(pool, server, file, known, cancellationToken);
        return volume with { Chain = volume.Backing is { } backing ? [backing] : [] };
    }

    public Task CreateAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken) => maker.MakeAsync(pool, plan, progress, cancellationToken);

    public async Task ResizeAsync(PoolAccess pool, Volume volume, VolumeResize resize, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (volume is { Format: VolumeFormat.Raw, Encrypted: false })
        {
            using var server = await NfsPlace.OpenAsync(pool, cancellationToken);
            var file = await server.FindAsync(volume.Name, cancellationToken) ?? throw Gone(volume);
            await server.ResizeAsync(file, resize.Capacity, cancellationToken);
            return;
        }

        await images.RunAsync(QemuImgArguments.Resize(volume.Source!, volume.Format, resize with { Allocate = false }, volume.Encrypted), SecretOf(pool, volume), progress, cancellationToken);
    }

    public async Task DeleteAsync(PoolAccess pool, Volume volume, CancellationToken cancellationToken)
    {
        using var server = await NfsPlace.OpenAsync(pool, cancellationToken);
        await server.DeleteAsync(volume.Name, cancellationToken);
    }

    // What is left of an image whose tables are overwritten is none; an empty one takes its place.
    public async Task WipeAsync(PoolAccess pool, Volume volume, WipeMethod method, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await using (var content = await OpenAsync(pool, volume, write: true, cancellationToken))
        {
            await ContentWiper.WipeAsync(content, method, progress, cancellationToken);
        }

        if (volume is { Format: VolumeFormat.Qcow2 } or { Encrypted: true })
        {
            var request = new VolumeRequest
            {
                Name = volume.Name,
                Capacity = new ByteSize(volume.Capacity),
                Format = volume.Format,
                Encryption = volume is { Encrypted: true, SecretId: { } secret } ? new VolumeEncryption(secret) : null,
            };
            var create = QemuImgArguments.Create(NfsPlace.Address((NfsDiskSource)volume.Source!), request, backing: null, dataFile: null);
            await images.RunAsync(create, SecretOf(pool, volume), progress, CancellationToken.None);
        }
    }

    public Task<IVolumeContent> OpenAsync(PoolAccess pool, Volume volume, bool write, CancellationToken cancellationToken) =>
        nbd.OpenAsync(volume.Source!, write, pool.Secrets, cancellationToken);

    private static async Task<Volume> DescribeAsync(PoolAccess pool, NfsSession server, NfsFile file, VolumeFormat? known, CancellationToken cancellationToken)
    {
        try
        {
            var volume = await ServerFile.DescribeAsync(pool, file.Name, NfsPlace.Source(pool, file.Name), file.Length, known, most => server.ReadStartAsync(file, most, cancellationToken));
            return volume with { Allocation = file.Used, ModifiedAt = file.ModifiedAt, Permissions = new VolumePermissions(file.Owner, file.Group, PoolFolder.Octal((int)file.Mode)) };
        }
        catch (LodgeException refused) when (refused.Error.Code == ErrorCode.FileNotAccessible)
        {
            var bare = await ServerFile.DescribeAsync(pool, file.Name, NfsPlace.Source(pool, file.Name), file.Length, known ?? VolumeFormat.Raw, static _ => Task.FromResult(Array.Empty<byte>()));
            return bare with { Problem = "The NFS server does not let it be read." };
        }
    }

    private static Dictionary<string, byte[]> SecretOf(PoolAccess pool, Volume volume) => volume switch
    {
        { Encrypted: false } => [],
        { SecretId: { } secret } => new() { [ImageSide.Target.Secret] = pool.Secrets.ValueFor(secret) },
        _ => throw new LodgeException(ErrorCode.InvalidState, $"The volume '{volume.Name}' is encrypted, and nobody told which secret opens it.", "Only volumes that Lodge made are known with their secrets."),
    };

    private static LodgeException Gone(Volume volume) => new(ErrorCode.VolumeNotFound, $"The volume '{volume.Name}' is gone.", "List the pool's volumes again.");
}
