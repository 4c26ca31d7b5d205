using Lodge.Engine.Snapshots;
using Lodge.Libvirt.Errors;
using Lodge.LibvirtXml.Snapshots;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Snapshots;

/// <summary>Snapshots in libvirt's words, and back. Pure.</summary>
internal static class SnapshotDescription
{
    /// <summary>The state of a snapshot of a running domain's disks without its memory.</summary>
    public const string OfDisks = "disk-snapshot";

    /// <summary>The state of a snapshot.</summary>
    public static string StateOf(Snapshot snapshot) => (snapshot.State, snapshot.Memory) switch
    {
        (SnapshotState.Stopped, _) => "shutoff",
        (_, null) => OfDisks,
        (SnapshotState.Paused, _) => "paused",
        _ => "running",
    };

    /// <summary>What the XML of a snapshot is written from.</summary>
    public static SnapshotDocument Of(VmSnapshots all, Snapshot snapshot) => new()
    {
        Name = snapshot.Name,
        Description = snapshot.Description,
        State = StateOf(snapshot),
        CreationTime = snapshot.CreatedAt.ToUnixTimeSeconds(),
        Parent = all.Snapshots.FirstOrDefault(other => other.Id == snapshot.ParentId)?.Name,
        Memory = snapshot.Memory is null ? SnapshotPlace.No : snapshot.IsInternal ? SnapshotPlace.Internal : SnapshotPlace.External,
        MemoryFile = snapshot.IsInternal ? null : snapshot.Memory,
        Disks = [.. snapshot.Definition.Disks.Select(disk => Disk(snapshot, disk))],
        Domain = snapshot.Definition,
    };

    /// <summary>What a client wants of a new snapshot.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="wanted">The client's XML.</param>
    /// <param name="diskOnly">Whether memory is left out.</param>
    /// <param name="quiesce">Whether the guest halts its writing meanwhile.</param>
    /// <exception cref="LibvirtException">It is something that Lodge does not do.</exception>
    public static SnapshotWish WishOf(Vm vm, SnapshotDocument wanted, bool diskOnly, bool quiesce)
    {
        if (wanted.MemoryFile is not null)
        {
            throw Unsupported("Lodge keeps a guest's memory in a folder of its own: leave the file out");
        }

        var isInternal = IsInternal(wanted);
        var named = wanted.Disks.OrEmpty().Select(disk => (Item: disk, Name: NameOf(vm, disk.Name))).ToList();
        var without = named.Where(disk => disk.Item.Place == SnapshotPlace.No).Select(disk => disk.Name).ToHashSet();
        var disks = vm.CurrentDefinition.Disks.Where(disk => disk is { ReadOnly: false, Source: not null, Device: DiskDevice.Disk or DiskDevice.Lun });
        return new SnapshotWish
        {
            Name = wanted.Name,
            Description = wanted.Description,
            Memory = vm.Status.IsLive && !diskOnly && wanted.Memory != SnapshotPlace.No,
            Quiesce = quiesce,
            Internal = isInternal,
            Disks = without.Count == 0 ? null : [.. disks.Select(disk => disk.Name!).Where(name => !without.Contains(name))],
            Images = named.Where(disk => disk.Item.File is not null).ToDictionary(disk => disk.Name, disk => disk.Item.File!),
        };
    }

    /// <summary>Whether a client wants a snapshot within the images. Who says so of memory or a disk means all of it; who says nothing gets new images.</summary>
    private static bool IsInternal(SnapshotDocument wanted)
    {
        var places = wanted.Disks.OrEmpty().Select(disk => disk.Place ?? (disk.File is null ? null : SnapshotPlace.External)).Append(wanted.Memory).ToHashSet();
        return (places.Contains(SnapshotPlace.Internal), places.Contains(SnapshotPlace.External)) switch
        {
            (true, true) => throw Unsupported("a snapshot is either internal, with all its disks and its memory, or external: say the same of all"),
            var (isInternal, _) => isInternal,
        };
    }

    /// <summary>The failure of what Lodge does not do.</summary>
    public static LibvirtException Unsupported(string detail) => new(ErrorNumber.ConfigUnsupported, ErrorOrigin.Qemu, detail);

    private static SnapshotDisk Disk(Snapshot snapshot, DiskDefinition disk) => snapshot.Disks.FirstOrDefault(item => item.Disk == disk.Name) switch
    {
        null => new SnapshotDisk(disk.Name!, SnapshotPlace.No),
        { Tag: not null } => new SnapshotDisk(disk.Name!, SnapshotPlace.Internal),
        _ => new SnapshotDisk(disk.Name!, SnapshotPlace.External, DiskFormat.Qcow2),
    };

    private static string NameOf(Vm vm, string nameOrPath) =>
        vm.CurrentDefinition.Disks.FirstOrDefault(disk => disk.Name == nameOrPath || disk.Source?.HostPath() == nameOrPath)?.Name
        ?? throw new LibvirtException(ErrorNumber.ConfigUnsupported, ErrorOrigin.DomainSnapshot, $"no disk named '{nameOrPath}'");
}
