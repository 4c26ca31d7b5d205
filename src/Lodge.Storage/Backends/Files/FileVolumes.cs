using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Validation;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage.Backends.Files;

/// <summary>Volumes that are files in one folder.</summary>
/// <param name="images">Runs qemu-img.</param>
internal sealed class FileVolumes(QemuImgRunner images) : IVolumeDriver
{
    private readonly FileMaker _maker = new(images);

    public Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var folder = FolderOf(pool);
        PoolFolder.ThrowIfMissing(folder);
        var volumes = new List<Volume>();
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (StorageNames.WhyNot(Path.GetFileName(path)) is null && !NewFileName.IsUnfinished(path) && FileInspector.Look(pool.Definition.Name, path, known: null) is { } volume)
            {
                volumes.Add(volume);
            }
        }

        return Task.FromResult<IReadOnlyList<Volume>>(volumes);
    }

    public Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken)
    {
        var path = PathOf(pool, name);
        var volume = FileInspector.Look(pool.Definition.Name, path, known);
        return Task.FromResult(volume is null ? null : volume with { Chain = volume.Problem is null ? FileChain.Read(path, volume.Format) : [] });
    }

    public Task CreateAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken) =>
        _maker.MakeAsync(pool, plan, progress, cancellationToken);

    public async Task ResizeAsync(PoolAccess pool, Volume volume, VolumeResize resize, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (volume is { Format: VolumeFormat.Qcow2 } or { Encrypted: true })
        {
            await images.RunAsync(QemuImgArguments.Resize(volume.Source!, volume.Format, resize, volume.Encrypted), SecretOf(pool, volume), progress, cancellationToken);
            return;
        }

        ThrowUnlessRaw(volume, "resized");
        ThrowIfOpen(volume);
        using var file = LinuxFile.Open(volume.Key, OpenFlags.ReadWrite);
        try
        {
            if (resize.Allocate && resize.Capacity > volume.Capacity)
            {
                SparseFile.TryReserve(file, volume.Capacity, resize.Capacity - volume.Capacity);
            }

            RandomAccess.SetLength(file, resize.Capacity);
        }
        catch (IOException full) when (FullPool.Is(full))
        {
            RandomAccess.SetLength(file, volume.Capacity);
            throw new LodgeException(ErrorCode.InsufficientResources, $"The storage pool '{pool.Definition.Name}' has no room left for it.", "Delete what is not needed, or make the pool larger.", full);
        }
    }

    public Task DeleteAsync(PoolAccess pool, Volume volume, CancellationToken cancellationToken)
    {
        ThrowIfOpen(volume);
        File.Delete(volume.Key);
        DurableFile.SyncFolder(FolderOf(pool));
        return Task.CompletedTask;
    }

    // What is left of an image whose tables are overwritten is none; an empty one takes its place.
    public async Task WipeAsync(PoolAccess pool, Volume volume, WipeMethod method, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await using (var content = FileContent.Open(volume.Key, write: true))
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
                ClusterSize = volume.Qcow2 is { } details ? new ByteSize(details.ClusterSize) : null,
                ExtendedL2 = volume.Qcow2?.ExtendedL2,
                Encryption = volume is { Encrypted: true, SecretId: { } secret } ? new VolumeEncryption(secret) : null,
            };
            await images.RunAsync(QemuImgArguments.Create(volume.Key, request, backing: null, dataFile: null), SecretOf(pool, volume), progress, CancellationToken.None);
        }
    }

    public Task RebaseAsync(PoolAccess pool, Volume volume, VolumeOrigin? backing, IProgress<double> progress, CancellationToken cancellationToken) =>
        volume.Encrypted
            ? throw new LodgeException(ErrorCode.Unsupported, $"The volume '{volume.Name}' is encrypted, and cannot be rebased.", "Clone it in full instead.")
            : images.RunAsync(QemuImgArguments.Rebase(volume.Key, backing), new Dictionary<string, byte[]>(), progress, cancellationToken);

    public Task<IVolumeContent> OpenAsync(PoolAccess pool, Volume volume, bool write, CancellationToken cancellationToken) =>
        Task.FromResult<IVolumeContent>(FileContent.Open(volume.Key, write));

    /// <summary>The folder of a pool.</summary>
    public static string FolderOf(PoolAccess pool) => pool.Definition.Backend.TargetPath()
        ?? throw new InvalidOperationException($"The pool '{pool.Definition.Name}' has no folder.");

    /// <summary>The path of a volume.</summary>
    /// <exception cref="LodgeException">That is no name of a volume.</exception>
    public static string PathOf(PoolAccess pool, string name) => StorageNames.WhyNot(name) is { } why
        ? throw new LodgeException(ErrorCode.InvalidArgument, $"The name of a volume {why}.")
        : Path.Combine(FolderOf(pool), name);

    private static Dictionary<string, byte[]> SecretOf(PoolAccess pool, Volume volume) => volume switch
    {
        { Encrypted: false } => [],
        { SecretId: { } secret } => new() { [QemuImgArguments.TargetSecret] = pool.Secrets.ValueFor(secret) },
        _ => throw new LodgeException(ErrorCode.InvalidState, $"The volume '{volume.Name}' is encrypted, and nobody told which secret opens it.", "Only volumes that Lodge made are known with their secrets."),
    };

    private static void ThrowUnlessRaw(Volume volume, string verb)
    {
        if (volume.Format is not (VolumeFormat.Raw or VolumeFormat.Iso))
        {
            throw new LodgeException(ErrorCode.Unsupported, $"The volume '{volume.Name}' is {volume.Format.ToString().ToLowerInvariant()}, and cannot be {verb}.", "Convert it first with 'lodge volume convert'.");
        }
    }

    private static void ThrowIfOpen(Volume volume)
    {
        if (ImageLock.Inspect(volume.Key).InUse)
        {
            throw new LodgeException(ErrorCode.ImageInUse, $"The volume '{volume.Name}' is open in another process.", "Stop the VM or program that uses it.");
        }
    }
}
