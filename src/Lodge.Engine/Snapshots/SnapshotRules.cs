using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Snapshots;

/// <summary>When a VM can have its disks changed by snapshots; pure.</summary>
internal static class SnapshotRules
{
    /// <summary>Refuses a snapshot that makes no sense now.</summary>
    /// <exception cref="LodgeException">Why.</exception>
    public static void ThrowUnlessFit(Vm vm, SnapshotWish wish)
    {
        ThrowUnlessFit(vm);
        if (vm.Status.State == VmState.Stopped && (wish.Memory || wish.Quiesce))
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"VM '{vm.Name}' is stopped: there is no memory to keep, and no guest that writes.",
                "Leave the memory and the quiescing out, or start the VM first.");
        }
    }

    /// <summary>Refuses a snapshot of disks that are other ones from the next start on, or whose place is not in the definition.</summary>
    /// <exception cref="LodgeException">Why.</exception>
    public static void ThrowUnlessSame(Vm vm, SnapshotPlan plan)
    {
        foreach (var frozen in plan.Snapshot.Disks)
        {
            if (vm.Definition.Disks.FirstOrDefault(disk => disk.Name == frozen.Disk)?.Source?.Resolved() is not FileDiskSource file || file.Path != frozen.Path)
            {
                throw new LodgeException(
                    ErrorCode.Unsupported,
                    $"Disk '{frozen.Disk}' of VM '{vm.Name}' is not the file '{frozen.Path}' in its definition, so that the definition cannot go on from the snapshot.",
                    "Name the file itself in the definition, or choose other disks: '--disk'.");
            }
        }
    }

    /// <summary>Refuses a snapshot that the images of the disks cannot have.</summary>
    /// <exception cref="LodgeException">Why.</exception>
    public static void ThrowUnlessImagesFit(Vm vm, SnapshotWish wish)
    {
        if (wish.Internal)
        {
            ThrowUnlessInternalFits(vm.CurrentDefinition, SnapshotDisks.Choose(vm.CurrentDefinition, wish.Disks), wish);
        }
    }

    /// <summary>Refuses an internal snapshot of disks whose images cannot hold one.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>.</exception>
    public static void ThrowUnlessInternalFits(VmDefinition definition, IReadOnlyList<DiskDefinition> disks, SnapshotWish wish)
    {
        if (wish.Images is { Count: > 0 })
        {
            throw new LodgeException(ErrorCode.InvalidArgument, "An internal snapshot makes no new images, which could have a place.", "Leave the files out, or make an external snapshot.");
        }

        if (disks.FirstOrDefault(disk => disk.Format != DiskFormat.Qcow2 || disk.Encryption is not null) is { } unfit)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"Disk '{unfit.Name}' of VM '{definition.Name}' cannot hold an internal snapshot: its image is {(unfit.Encryption is null ? "raw" : "encrypted")}, and only plain qcow2 images can.",
                "Make an external snapshot, which any image can have; or copy the disk to a qcow2 image first ('lodge disk copy').");
        }

        if (wish.Memory && definition.FileSystems.OrEmpty().FirstOrDefault(share => share.Driver == FileSystemDriver.Virtiofs) is { } shared)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"The memory of VM '{definition.Name}' cannot be kept: it shares the folder '{shared.Source}' by virtiofs, and what virtiofsd knows of it cannot be saved.",
                "Leave the memory out; or share the folder by 9p, driver 'path', and unmount it before.");
        }
    }

    /// <summary>Refuses changes to the disks of a VM that somebody else counts on.</summary>
    /// <exception cref="LodgeException">Why.</exception>
    public static void ThrowUnlessFit(Vm vm)
    {
        if (!vm.Persistent)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"VM '{vm.Name}' is transient: it is forgotten when it stops, and its snapshots would be with it.", "Define the VM first.");
        }

        if (vm.HasManagedSave)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"VM '{vm.Name}' has a managed save, which knows its disks as they are now.",
                $"Start it from that save with 'lodge start {vm.Name}', or throw the save away first.");
        }
    }
}
