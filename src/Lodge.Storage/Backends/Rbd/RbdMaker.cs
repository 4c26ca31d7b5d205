using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.Backends.Files;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage.Backends.Rbd;

/// <summary>Makes images of Ceph. One whose making fails or is cancelled is deleted again.</summary>
internal sealed class RbdMaker(RbdTool tool, QemuImgRunner images)
{
    /// <summary>What the snapshots are called that linked clones stand on: one for each clone, gone with it.</summary>
    public const string SnapshotMark = "lodge-clone-";

    // What undoes a failed piece of work waits no longer than this.
    private static readonly TimeSpan s_undoing = TimeSpan.FromSeconds(60);

    public Task MakeAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken)
    {
        ThrowIfImpossible(plan);
        return plan.Backing is { } backing ? LinkAsync(pool, plan.Request, backing, cancellationToken) : CreateAsync(pool, plan, progress, cancellationToken);
    }

    /// <summary>Takes a snapshot away that a linked clone stood on.</summary>
    public async Task DropSnapshotAsync(PoolAccess pool, string image, string snapshot, CancellationToken cancellationToken)
    {
        string[] named = [.. RbdImages.Image(pool, image), "--snap", snapshot];
        await tool.RunAsync(pool, ["snap", "unprotect", .. named], cancellationToken);
        await tool.RunAsync(pool, ["snap", "rm", "--no-progress", .. named], cancellationToken);
    }

    public static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes}B");

    // An empty image is made in one step of the cluster's, which is not cut short; a copy gets its name when it is whole.
    private async Task CreateAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var name = plan.From is null ? plan.Request.Name : Path.GetFileName(NewFileName.For($"/{plan.Request.Name}"));
        cancellationToken.ThrowIfCancellationRequested();
        await tool.RunAsync(pool, ["create", "--no-progress", .. RbdImages.Image(pool, name), "--size", Size(plan.Request.Capacity!.Value.Bytes)], CancellationToken.None);
        if (plan.From is not { } from)
        {
            return;
        }

        try
        {
            await CopyAsync(pool, from, name, plan.Request, progress, cancellationToken);
            await tool.RunAsync(pool, ["rename", .. RbdImages.Image(pool, name), .. RbdTool.Place(pool, "dest-"), "--dest", plan.Request.Name], CancellationToken.None);
        }
        catch
        {
            await UndoAsync(pool, ["rm", "--no-progress", .. RbdImages.Image(pool, name)]);
            throw;
        }
    }

    private Task CopyAsync(PoolAccess pool, VolumeOrigin from, string name, VolumeRequest request, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var to = RbdImages.Source(pool, name);
        var secrets = from.SecretId is { } secret ? new Dictionary<string, byte[]> { [ImageSide.Source.Secret] = pool.Secrets.ValueFor(secret) } : [];
        var inputs = new ImageInputs(secrets).With(from.Source, ImageSide.Source, pool.Secrets).With(to, ImageSide.Target, pool.Secrets);
        return images.RunAsync(QemuImgArguments.CopyInto(from, to, request), inputs, progress, cancellationToken);
    }

    private async Task LinkAsync(PoolAccess pool, VolumeRequest request, VolumeOrigin backing, CancellationToken cancellationToken)
    {
        var parent = ParentOf(pool, backing);
        var snapshot = $"{SnapshotMark}{Guid.NewGuid():N}";
        string[] named = [.. RbdImages.Image(pool, parent.Image), "--snap", snapshot];
        await tool.RunAsync(pool, ["snap", "create", "--no-progress", .. named], cancellationToken);
        try
        {
            await tool.RunAsync(pool, ["snap", "protect", .. named], cancellationToken);
            await tool.RunAsync(pool, ["clone", .. named, .. RbdTool.Place(pool, "dest-"), "--dest", request.Name], CancellationToken.None);
        }
        catch
        {
            await UndoAsync(pool, ["snap", "unprotect", .. named]);
            await UndoAsync(pool, ["snap", "rm", "--no-progress", .. named]);
            throw;
        }

        await GrowAsync(pool, request, backing, named, cancellationToken);
    }

    private async Task GrowAsync(PoolAccess pool, VolumeRequest request, VolumeOrigin backing, string[] named, CancellationToken cancellationToken)
    {
        if (request.Capacity is not { } capacity || capacity.Bytes == backing.Capacity)
        {
            return;
        }

        try
        {
            await tool.RunAsync(pool, ["resize", "--no-progress", "--allow-shrink", .. RbdImages.Image(pool, request.Name), "--size", Size(capacity.Bytes)], cancellationToken);
        }
        catch
        {
            await UndoAsync(pool, ["rm", "--no-progress", .. RbdImages.Image(pool, request.Name)]);
            await UndoAsync(pool, ["snap", "unprotect", .. named]);
            await UndoAsync(pool, ["snap", "rm", "--no-progress", .. named]);
            throw;
        }
    }

    // What fails here is what failed before: the cluster. Its image is seen in the next list, and can be deleted.
    private async Task UndoAsync(PoolAccess pool, IReadOnlyList<string> command)
    {
        using var patience = new CancellationTokenSource(s_undoing);
        try
        {
            await tool.TryAsync(pool, command, patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Why the work itself failed counts more.
            return;
        }
    }

    private static RbdDiskSource ParentOf(PoolAccess pool, VolumeOrigin backing) =>
        backing.Source.Resolved() is RbdDiskSource parent && parent == RbdImages.Source(pool, parent.Image)
            ? parent
            : throw new LodgeException(ErrorCode.Unsupported, "In a pool of Ceph a volume can only be based on another of the same pool.", "Clone it in full instead.");

    private static void ThrowIfImpossible(VolumePlan plan)
    {
        if (RbdImages.WhyNot(plan.Request.Name) is { } why)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The name of a volume in Ceph {why}.");
        }

        if (plan.Request.Preallocation == Preallocation.Full)
        {
            throw new LodgeException(ErrorCode.Unsupported, "Volumes of Ceph are thin, and cannot be reserved in full.", "Leave the preallocation out.");
        }

        if (plan.Request.Encryption is not null)
        {
            throw new LodgeException(ErrorCode.Unsupported, "Lodge makes no encrypted volumes in pools of Ceph.", "Encrypt in the guest, or use a pool of files.");
        }

        if (plan.Request.Capacity is null or { Bytes: <= 0 } && plan.Backing is null)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The volume '{plan.Request.Name}' needs a capacity, not {plan.Request.Capacity ?? default(ByteSize)}.");
        }
    }
}
