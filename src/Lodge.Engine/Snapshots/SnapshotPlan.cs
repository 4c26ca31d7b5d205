using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Snapshots;

/// <summary>A new snapshot, decided and not yet made: its record, and the new image for each of its disks.</summary>
/// <param name="Snapshot">The record.</param>
/// <param name="Overlays">The disks as they are, each with the image that will be on top of it; none for an internal snapshot.</param>
internal sealed record SnapshotPlan(Snapshot Snapshot, IReadOnlyList<OverlaySwitch> Overlays)
{
    private const int LongestName = 64;

    /// <summary>The new images, for the record.</summary>
    public IEnumerable<DiskLayer> Layers => Overlays.Select(overlay => new DiskLayer(overlay.Path, overlay.Disk.Name!, LayerState.Making));

    /// <summary>The image that takes the place of each.</summary>
    public IReadOnlyDictionary<string, LayerFile> Forward =>
        Overlays.ToDictionary(overlay => overlay.Disk.Source!.HostPath()!, overlay => new LayerFile(overlay.Path, DiskFormat.Qcow2));

    /// <summary>Decides.</summary>
    /// <param name="set">The VM's snapshots.</param>
    /// <param name="definition">The VM as it runs, or as it would.</param>
    /// <param name="wish">What is wanted.</param>
    /// <param name="state">What the VM does.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="LodgeException">It cannot be made.</exception>
    public static SnapshotPlan Of(VmSnapshots set, VmDefinition definition, SnapshotWish wish, SnapshotState state, DateTimeOffset now)
    {
        var (id, name) = (Guid.CreateVersion7(), NameOf(set, definition, wish, now));
        var disks = SnapshotDisks.Choose(definition, wish.Disks);
        if (disks.Count == 0)
        {
            throw new LodgeException(ErrorCode.Unsupported, $"VM '{definition.Name}' has no disk that the guest writes to, so that there is nothing to keep.");
        }

        if (wish.Internal)
        {
            SnapshotRules.ThrowUnlessInternalFits(definition, disks, wish);
        }

        var snapshot = new Snapshot
        {
            Id = id,
            Name = name,
            Description = wish.Description,
            ParentId = set.CurrentId,
            CreatedAt = now,
            State = state,
            Quiesced = wish.Quiesce,
            Disks = [.. disks.Select(disk => SnapshotDisks.Freeze(disk) with { Tag = wish.Internal ? ImageTags.NameFor(name, id) : null })],
            Definition = definition,
        };
        return new SnapshotPlan(snapshot, wish.Internal ? [] : [.. OverlaysOf(disks, name).Select(overlay => Placed(overlay, wish.Images))]);
    }

    /// <summary>The same with the bitmaps that each new image goes on with.</summary>
    /// <param name="bitmaps">Those of a disk by its name.</param>
    public SnapshotPlan With(Func<string, IReadOnlyList<string>> bitmaps) =>
        this with { Overlays = [.. Overlays.Select(overlay => overlay with { Bitmaps = bitmaps(overlay.Disk.Name!) })] };

    /// <summary>The disks of a definition, each with a new image on top of it.</summary>
    public static IReadOnlyList<OverlaySwitch> OverlaysOf(IEnumerable<DiskDefinition> disks, string name) =>
    [
        .. disks.Select(disk => new OverlaySwitch(
            disk, SnapshotDisks.PathAbove(disk.Source!.HostPath()!, name, Guid.NewGuid().ToString("N")))),
    ];

    private static OverlaySwitch Placed(OverlaySwitch overlay, IReadOnlyDictionary<string, string>? images)
    {
        if (images?.GetValueOrDefault(overlay.Disk.Name!) is not { } path)
        {
            return overlay;
        }

        return Path.IsPathFullyQualified(path) && Path.GetFullPath(path) == path && !path.Any(char.IsControl)
            ? overlay with { Path = path }
            : throw new LodgeException(ErrorCode.InvalidArgument, $"'{path}' is no absolute path for a new image of disk '{overlay.Disk.Name}'.", "Give one without '..', or leave it out.");
    }

    private static string NameOf(VmSnapshots set, VmDefinition definition, SnapshotWish wish, DateTimeOffset now)
    {
        var name = wish.Name ?? now.ToUniversalTime().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        if (name.Length is 0 or > LongestName || name[0] == '.' || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"A snapshot cannot be named '{(name.Length > LongestName ? name[..LongestName] + "…" : name)}'.",
                "Use 1 to 64 letters, digits, '.', '_' and '-', not beginning with '.'.");
        }

        return set.Snapshots.All(snapshot => snapshot.Name != name)
            ? name
            : throw new LodgeException(ErrorCode.InvalidState, $"VM '{definition.Name}' has a snapshot '{name}' already.", "Choose another name, or delete that one first.");
    }
}
