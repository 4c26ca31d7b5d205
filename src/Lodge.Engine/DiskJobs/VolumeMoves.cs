using Lodge.Engine.Storage;
using Lodge.Engine.Storage.Volumes;
using Lodge.Engine.Vms;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.DiskJobs;

/// <summary>Moves volumes to other pools: with the disk that has them, or alone.</summary>
public sealed class VolumeMoves
{
    private readonly DiskJobService _disks;
    private readonly VolumeService _volumes;
    private readonly VmInventory _vms;

    internal VolumeMoves(DiskJobService disks, VolumeService volumes, VmInventory vms) => (_disks, _volumes, _vms) = (disks, volumes, vms);

    /// <summary>Begins to move a volume. The disk that has it goes on there; the guest need not stop.</summary>
    /// <param name="volume">Which.</param>
    /// <param name="move">Where to.</param>
    /// <param name="cancellationToken">Ends the beginning.</param>
    /// <returns>The job, under way.</returns>
    /// <exception cref="LodgeException">Several VMs have it, another volume is based on it, or it cannot be moved there.</exception>
    public async Task<Job> BeginAsync(VolumeName volume, VolumeMove move, CancellationToken cancellationToken)
    {
        var found = await _volumes.GetAsync(volume, cancellationToken);
        var users = await _volumes.UsersOfAsync(volume, cancellationToken);
        if (users.FirstOrDefault(user => user.IsBacking) is { } above)
        {
            throw new LodgeException(
                ErrorCode.ImageInUse, $"The volume '{volume.Volume}' cannot be moved: {above}.", "Pull what is needed of it into the image above first: 'lodge disk pull'.");
        }

        var disks = users.Where(user => user.Vm is not null).Select(user => (user.Vm, user.Disk)).Distinct().ToArray();
        return disks switch
        {
            [] => MoveAlone(volume, found, move),
            [var (vm, disk)] => await _disks.BeginAsync(vm!, WishFor(DiskOf(vm!, disk), volume.Volume, move), cancellationToken),
            _ => throw new LodgeException(
                ErrorCode.ImageInUse, $"The volume '{volume.Volume}' cannot be moved: {disks.Length} disks of VMs have it.", "Take it from all VMs but one."),
        };
    }

    private string DiskOf(string vm, string? disk) => disk ?? throw new LodgeException(ErrorCode.InvalidState, $"The disk of VM '{_vms.Get(vm).Name}' has no name.");

    private static DiskJobWish WishFor(string disk, string name, VolumeMove move) => new()
    {
        Disk = disk,
        Kind = DiskJobKind.Copy,
        Pool = move.Pool,
        Volume = move.Name ?? name,
        Format = move.Format,
        AtReady = AtReady.Pivot,
        DeleteSource = !move.Keep,
        Speed = move.Speed,
    };

    private Job MoveAlone(VolumeName volume, Volume found, VolumeMove move)
    {
        if (!move.Keep)
        {
            VolumeUse.ThrowIfTagged(found, "be moved");
        }

        VolumeFormat? format = (move.Format, found.Format) switch
        {
            (DiskFormat.Raw, _) => VolumeFormat.Raw,
            (DiskFormat.Qcow2, _) => VolumeFormat.Qcow2,
            (null, VolumeFormat.Raw or VolumeFormat.Iso) => VolumeFormat.Raw,
            _ => null,
        };
        return _volumes.BeginMove(volume, move.Pool, new VolumeRequest { Name = move.Name ?? volume.Volume, Format = format }, move.Keep);
    }
}

/// <summary>Where a volume moves to.</summary>
/// <param name="Pool">Name or id of the pool.</param>
/// <param name="Name">Its name there; null for the same.</param>
/// <param name="Format">Its format there; null for the same, or that which the pool takes.</param>
/// <param name="Keep">Whether the volume that was moved stays.</param>
/// <param name="Speed">How much is copied at most, bytes a second; 0 for no limit. Not for a volume that no VM has.</param>
public sealed record VolumeMove(string Pool, string? Name, DiskFormat? Format, bool Keep, long Speed);
