using System.Globalization;
using Lodge.Engine.Snapshots;
using Lodge.Model.Checkpoints;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Checkpoints;

/// <summary>Decides what a checkpoint is made of; pure.</summary>
internal static class CheckpointPlan
{
    private const int LongestName = 64;

    /// <summary>A new checkpoint, not made yet.</summary>
    /// <param name="set">The VM's checkpoints.</param>
    /// <param name="definition">The VM as it runs, or as it would.</param>
    /// <param name="wish">What is wanted.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="LodgeException">It cannot be made.</exception>
    public static Checkpoint Of(VmCheckpoints set, VmDefinition definition, CheckpointWish wish, DateTimeOffset now)
    {
        var name = wish.Name ?? now.ToUniversalTime().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        ThrowUnlessFree(set, definition.Name, name);
        return new Checkpoint
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            Description = wish.Description,
            ParentId = set.CurrentId,
            CreatedAt = now,
            Quiesced = wish.Quiesce,
            Disks = [.. Choose(definition, wish.Disks).Select(disk => new DiskBitmap(disk.Name!, name))],
            Definition = definition,
        };
    }

    /// <summary>A checkpoint that was made before.</summary>
    /// <exception cref="LodgeException">It makes no sense.</exception>
    public static Checkpoint Of(VmCheckpoints set, VmDefinition definition, KnownCheckpoint known, DateTimeOffset now)
    {
        ThrowUnlessFree(set, definition.Name, known.Name);
        var disks = Choose(definition, known.Disks?.Select(item => item.Disk).ToList());
        return new Checkpoint
        {
            Id = Guid.CreateVersion7(),
            Name = known.Name,
            Description = known.Description,
            ParentId = known.Parent is null ? null : set.Get(known.Parent, definition.Name).Id,
            CreatedAt = known.CreatedAt ?? now,
            Disks = [.. disks.Select(disk => known.Disks?.FirstOrDefault(item => item.Disk == disk.Name) ?? new DiskBitmap(disk.Name!, known.Name))],
            Definition = definition,
        };
    }

    /// <summary>Refuses a checkpoint that makes no sense now.</summary>
    /// <exception cref="LodgeException">Why.</exception>
    public static void ThrowUnlessFit(Vm vm, bool quiesce)
    {
        if (!vm.Persistent)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"VM '{vm.Name}' is transient: it is forgotten when it stops, and its checkpoints would be with it.", "Define the VM first.");
        }

        if (vm.HasManagedSave)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"VM '{vm.Name}' has a managed save, which knows its disks as they are now.",
                $"Start it from that save with 'lodge start {vm.Name}', or throw the save away first.");
        }

        if (vm.Status.State is not (VmState.Running or VmState.Paused or VmState.Stopped))
        {
            throw Vms.VmStates.Refusal(vm, "have its checkpoints changed");
        }

        if (quiesce && vm.Status.State != VmState.Running)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"VM '{vm.Name}' does not run: there is no guest that writes.", "Leave the quiescing out, or have the VM run first.");
        }
    }

    /// <summary>The failure of a disk whose image can have no bitmaps.</summary>
    public static LodgeException Unfit(DiskDefinition disk) => new(
        ErrorCode.Unsupported,
        $"Disk '{disk.Name}' cannot be in a checkpoint: only qcow2 images of version 3, in files that the guest writes to alone, keep note of what is written.",
        disk.Source?.HostPath() is { } path
            ? $"Convert it while the VM is stopped: qemu-img convert -O qcow2 '{path}' NEW.qcow2; then have the disk name that. Or choose other disks: '--disk'."
            : "Move it into a qcow2 image, or choose other disks: '--disk'.");

    /// <summary>Whether a disk's image may have bitmaps, as far as its definition says.</summary>
    public static bool IsFit(DiskDefinition disk) =>
        disk is { Device: DiskDevice.Disk or DiskDevice.Lun, ReadOnly: false, Shareable: false, Format: DiskFormat.Qcow2 } && SnapshotDisks.IsImage(disk);

    private static IReadOnlyList<DiskDefinition> Choose(VmDefinition definition, IReadOnlyList<string>? names)
    {
        if (names is not null)
        {
            var named = names.Distinct(StringComparer.Ordinal).Select(name => Find(definition, name)).ToList();
            return named.Find(disk => !IsFit(disk)) is { } unfit ? throw Unfit(unfit) : named.Count > 0 ? named
                : throw new LodgeException(ErrorCode.InvalidArgument, "A checkpoint is of one disk at least.");
        }

        var written = definition.Disks.Where(disk => disk is { Device: DiskDevice.Disk or DiskDevice.Lun, ReadOnly: false, Source: not null }).ToList();
        return written.Find(disk => !IsFit(disk)) is { } other ? throw Unfit(other) : written.Count > 0 ? written
            : throw new LodgeException(ErrorCode.Unsupported, $"VM '{definition.Name}' has no disk that the guest writes to, so that there is nothing to note.");
    }

    private static DiskDefinition Find(VmDefinition definition, string name) =>
        definition.Disks.FirstOrDefault(disk => disk.Name == name || disk.Alias == name)
        ?? throw new LodgeException(ErrorCode.InvalidArgument, $"VM '{definition.Name}' has no disk '{name}'.");

    private static void ThrowUnlessFree(VmCheckpoints set, string vm, string name)
    {
        if (name.Length is 0 or > LongestName || name[0] == '.' || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"A checkpoint cannot be named '{(name.Length > LongestName ? name[..LongestName] + "…" : name)}'.",
                "Use 1 to 64 letters, digits, '.', '_' and '-', not beginning with '.'.");
        }

        if (set.Checkpoints.Any(checkpoint => checkpoint.Name == name))
        {
            throw new LodgeException(ErrorCode.InvalidState, $"VM '{vm}' has a checkpoint '{name}' already.", "Choose another name, or delete that one first.");
        }
    }
}
