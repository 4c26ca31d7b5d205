using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage.Backends.Files;

/// <summary>
/// Makes files that are volumes. Each is made under another name and gets its own in one step when it is whole, so that
/// whatever ends the work leaves no half volume.
/// </summary>
internal sealed class FileMaker(QemuImgRunner images)
{
    private const int PrivateMode = 0b110_000_000;

    /// <exception cref="LodgeException">There is no room, something has the name, or qemu-img refused.</exception>
    public async Task MakeAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var path = FileVolumes.PathOf(pool, plan.Request.Name);
        ThrowIfTaken(path);
        var draft = NewFileName.For(path);
        var data = plan.Request.DataFile is { } name ? FileVolumes.PathOf(pool, name) : null;
        var madeData = false;
        try
        {
            if (data is not null)
            {
                ThrowIfTaken(data);
                MakeEmpty(data, 0);
                madeData = true;
            }

            await FillAsync(pool, plan, draft, data, progress, cancellationToken);
            Finish(draft, path, plan.Request.Permissions);
        }
        catch (Exception failure)
        {
            File.Delete(draft);
            if (madeData)
            {
                File.Delete(data!);
            }

            throw failure is LinuxException { Name: "ENOSPC" or "EDQUOT" or "EFBIG" } full ? FullPool.Error(pool, full) : failure;
        }
    }

    private Task FillAsync(PoolAccess pool, VolumePlan plan, string draft, string? data, IProgress<double> progress, CancellationToken cancellationToken) => plan switch
    {
        { From: { } from } when IsForeign(plan.Request.Format!.Value) => RunAsync(pool, QemuImgArguments.CopyTo(from, draft, plan.Request.Format.Value), plan, progress, cancellationToken),
        { From: { } from } when CanShare(plan, from) => ShareAsync(pool, plan, from, draft, data, progress, cancellationToken),
        { From: { } from } => CopyAsync(pool, plan, from, draft, data, progress, cancellationToken),
        { Request: { Format: VolumeFormat.Raw, Encryption: null } } => Task.Run(() => MakeRaw(plan.Request, draft), cancellationToken),
        _ => RunAsync(pool, QemuImgArguments.Create(draft, plan.Request, plan.Backing, data), plan, progress, cancellationToken),
    };

    // The same bytes under another name are a clone, where nothing about them shall differ.
    private static bool CanShare(VolumePlan plan, VolumeOrigin from) =>
        from.Source is FileDiskSource
        && plan.Request is { Encryption: null, DataFile: null, Compress: not true, ClusterSize: null, ExtendedL2: null, LazyRefcounts: null, Compression: null }
        && plan.Request.Preallocation is null or Preallocation.Off
        && plan.Backing is null && !from.HasBacking && from.SecretId is null
        && from.Format == plan.Request.Format && (from.Format == VolumeFormat.Raw || plan.Request.Capacity?.Bytes == from.Capacity);

    private async Task ShareAsync(
        PoolAccess pool, VolumePlan plan, VolumeOrigin from, string draft, string? data, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using (var source = LinuxFile.Open(from.Source.HostPath()!, OpenFlags.Read))
        using (var target = LinuxFile.Open(draft, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.MustBeNew))
        {
            if (SparseFile.TryShare(source, target))
            {
                if (from.Format == VolumeFormat.Raw)
                {
                    RandomAccess.SetLength(target, plan.Request.Capacity?.Bytes ?? from.Capacity);
                }

                return;
            }
        }

        File.Delete(draft);
        await CopyAsync(pool, plan, from, draft, data, progress, cancellationToken);
    }

    private async Task CopyAsync(
        PoolAccess pool, VolumePlan plan, VolumeOrigin from, string draft, string? data, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (plan.Request is { Format: VolumeFormat.Raw, Encryption: null })
        {
            MakeRaw(plan.Request, draft);
        }
        else
        {
            await RunAsync(pool, QemuImgArguments.Create(draft, plan.Request, plan.Backing, data), plan with { From = null }, progress, cancellationToken);
        }

        await RunAsync(pool, QemuImgArguments.CopyInto(from, new FileDiskSource { Path = draft }, plan.Request), plan, progress, cancellationToken);
    }

    private Task RunAsync(PoolAccess pool, IReadOnlyList<string> arguments, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, byte[]>();
        if (plan.From?.SecretId is { } source)
        {
            secrets[QemuImgArguments.SourceSecret] = pool.Secrets.ValueFor(source);
        }

        if (plan.Request.Encryption is { } encryption)
        {
            secrets[QemuImgArguments.TargetSecret] = pool.Secrets.ValueFor(encryption.SecretId);
        }

        var inputs = new ImageInputs(secrets);
        return images.RunAsync(arguments, plan.From is { } from ? inputs.With(from.Source, ImageSide.Source, pool.Secrets) : inputs, progress, cancellationToken);
    }

    private static void MakeRaw(VolumeRequest request, string path)
    {
        var length = request.Capacity?.Bytes ?? 0;
        using var file = LinuxFile.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.MustBeNew);
        if (request.Preallocation is Preallocation.Falloc or Preallocation.Full && !SparseFile.TryReserve(file, 0, length))
        {
            throw new LodgeException(ErrorCode.Unsupported, "The file system of this pool cannot reserve room for a file.", "Make the volume without preallocation.");
        }

        RandomAccess.SetLength(file, length);
    }

    private static void MakeEmpty(string path, long length)
    {
        using var file = LinuxFile.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.MustBeNew);
        RandomAccess.SetLength(file, length);
    }

    private static void Finish(string draft, string path, FolderPermissions? permissions)
    {
        using (var file = LinuxFile.Open(draft, OpenFlags.ReadWrite))
        {
            LinuxFile.SetMode(file, (uint)PoolFolder.ModeOf(permissions, PrivateMode));
            if (permissions is { Owner: not null } or { Group: not null })
            {
                LinuxFile.SetOwner(file, (uint?)permissions.Owner ?? uint.MaxValue, (uint?)permissions.Group ?? uint.MaxValue);
            }

            RandomAccess.FlushToDisk(file);
        }

        File.Move(draft, path, overwrite: false);
        DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
    }

    private static bool IsForeign(VolumeFormat format) => format is not (VolumeFormat.Raw or VolumeFormat.Qcow2);

    private static void ThrowIfTaken(string path)
    {
        if (Path.Exists(path))
        {
            throw new LodgeException(ErrorCode.InvalidState, $"'{path}' exists already.", "Choose another name, or delete it first.");
        }
    }
}
