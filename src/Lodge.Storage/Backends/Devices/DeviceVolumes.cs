using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.Backends.Files;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage.Backends.Devices;

/// <summary>What volumes that are block devices of the host have in common: their bytes.</summary>
/// <param name="images">Runs qemu-img.</param>
internal abstract class DeviceVolumes(QemuImgRunner images) : IVolumeDriver
{
    public abstract Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken);

    public abstract Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken);

    public virtual Task CreateAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken) => throw Refused(pool, "make volumes");

    public virtual Task ResizeAsync(PoolAccess pool, Volume volume, VolumeResize resize, IProgress<double> progress, CancellationToken cancellationToken) => throw Refused(pool, "resize volumes");

    public virtual Task DeleteAsync(PoolAccess pool, Volume volume, CancellationToken cancellationToken) => throw Refused(pool, "delete volumes");

    public async Task WipeAsync(PoolAccess pool, Volume volume, WipeMethod method, IProgress<double> progress, CancellationToken cancellationToken)
    {
        ThrowIfNoNode(volume.Key);
        await using var content = FileContent.Open(volume.Key, write: true);
        await ContentWiper.WipeAsync(content, method, progress, cancellationToken);
    }

    public Task<IVolumeContent> OpenAsync(PoolAccess pool, Volume volume, bool write, CancellationToken cancellationToken)
    {
        ThrowIfNoNode(volume.Key);
        return Task.FromResult<IVolumeContent>(FileContent.Open(volume.Key, write));
    }

    /// <summary>Fills a new volume with what it shall be a copy of.</summary>
    protected Task FillAsync(PoolAccess pool, VolumePlan plan, string device, IProgress<double> progress, CancellationToken cancellationToken)
    {
        ThrowIfNoNode(device);
        var secrets = new Dictionary<string, byte[]>();
        if (plan.From!.SecretId is { } secret)
        {
            secrets[QemuImgArguments.SourceSecret] = pool.Secrets.ValueFor(secret);
        }

        return images.RunAsync(QemuImgArguments.CopyOnto(plan.From, device), new ImageInputs(secrets).With(plan.From.Source, ImageSide.Source, pool.Secrets), progress, cancellationToken);
    }

    /// <summary>A volume of a block device.</summary>
    protected static Volume Describe(PoolAccess pool, string name, string path, long capacity, long? allocation = null, string? problem = null) => new()
    {
        Pool = pool.Definition.Name,
        Name = name,
        Key = path,
        Type = VolumeType.Block,
        Format = VolumeFormat.Raw,
        Capacity = capacity,
        Allocation = allocation ?? capacity,
        Physical = capacity,
        Source = new BlockDiskSource { Path = path },
        Problem = problem,
    };

    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: only bare bytes go onto a device.</exception>
    protected static void ThrowIfEncrypted(PoolAccess pool, VolumePlan plan)
    {
        if (plan.Request.Encryption is not null)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"The storage pool '{pool.Definition.Name}' is of a kind whose volumes Lodge does not encrypt.", "Make it in a pool of files, or let the guest encrypt its disk.");
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageInUse"/>: somebody has it open.</exception>
    protected static void ThrowIfOpen(Volume volume)
    {
        if (File.Exists(volume.Key) && ImageLock.Inspect(volume.Key).InUse)
        {
            throw new LodgeException(ErrorCode.ImageInUse, $"The volume '{volume.Name}' is open in another process.", "Stop the VM or program that uses it.");
        }
    }

    protected static LodgeException Refused(PoolAccess pool, string what) =>
        new(ErrorCode.Unsupported, $"The storage pool '{pool.Definition.Name}' is of a kind that cannot {what}.", "'lodge pool info' tells what each pool can do.");

    private static void ThrowIfNoNode(string device)
    {
        if (!File.Exists(device))
        {
            throw new LodgeException(ErrorCode.FileNotFound, $"The device '{device}' is not there.", "'lodge pool info' tells whether something is missing; 'lodge pool stop' and 'start' make the pool's devices anew.");
        }
    }
}
