using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.DiskJobs;

/// <summary>Decides what work on the images of a disk comes to; pure.</summary>
internal static class DiskJobPlanner
{
    /// <summary>Decides.</summary>
    /// <param name="id">Identity of the work.</param>
    /// <param name="wish">What is wanted.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="chain">Its images from the top downwards; empty for a disk on a server.</param>
    /// <param name="needed">Images that snapshots or other VMs stand on.</param>
    /// <returns>The work; a copy's place is not decided yet.</returns>
    /// <exception cref="LodgeException">It makes no sense, or would harm somebody.</exception>
    public static DiskJob Plan(Guid id, DiskJobWish wish, DiskDefinition disk, IReadOnlyList<LayerFile> chain, IReadOnlySet<string> needed)
    {
        ThrowIfUnfit(wish, disk);
        var plain = new DiskJob
        {
            Id = id,
            Disk = disk.Name!,
            Kind = wish.Kind,
            From = disk.Source!,
            FromFormat = disk.Format ?? DiskFormat.Raw,
            Chain = [.. chain.Select(layer => layer.Path)],
            AtReady = wish.AtReady,
            Speed = wish.Speed,
        };
        return wish.Kind switch
        {
            DiskJobKind.Copy => PlanCopy(plain, wish, chain),
            DiskJobKind.Pull => PlanPull(plain, wish, chain),
            _ => PlanCommit(plain, wish, chain, needed),
        };
    }

    /// <summary>What QEMU is told to begin.</summary>
    /// <param name="job">The work.</param>
    /// <param name="name">QEMU's name for it.</param>
    /// <param name="disk">The disk as it runs.</param>
    /// <param name="chain">Its images from the top downwards.</param>
    public static BlockJobStart StartOf(DiskJob job, string name, DiskDefinition disk, IReadOnlyList<LayerFile> chain) => job.Kind switch
    {
        DiskJobKind.Copy => new CopyStart(
            name, disk, job.Speed, new LayerFile(job.To!.HostPath()!, job.ToFormat!.Value), job.Shallow ? chain[1].Path : null, job.Synchronous),
        DiskJobKind.Pull => new PullStart(name, disk, job.Speed, chain.FirstOrDefault(layer => layer.Path == job.Base)),
        DiskJobKind.ActiveCommit => new CommitStart(name, disk, job.Speed, job.Top!, chain[IndexOf(job.Base!, chain)], null),
        _ => new CommitStart(name, disk, job.Speed, job.Top!, chain[IndexOf(job.Base!, chain)], chain[IndexOf(job.Top!, chain) - 1]),
    };

    private static DiskJob PlanCopy(DiskJob plain, DiskJobWish wish, IReadOnlyList<LayerFile> chain)
    {
        if ((wish.Pool is null) == (wish.Path is null))
        {
            throw Wrong("A copy goes either into a storage pool or to a path.", "Name one of them.");
        }

        if (wish.Path is { } path && (!path.StartsWith('/') || path.Split('/').Contains("..")))
        {
            throw Wrong($"'{path}' is no absolute path.", "Begin it with '/', and leave '..' out.");
        }

        if (wish.Path is not null && chain.Any(layer => layer.Path == wish.Path))
        {
            throw Wrong($"'{wish.Path}' is what disk '{plain.Disk}' has already.", "Choose another place.");
        }

        // With nothing below it, all is in the top image.
        var shallow = wish.Shallow && chain.Count > 1;
        if (shallow && wish.Format is not (null or DiskFormat.Qcow2))
        {
            throw Wrong("A shallow copy falls back to other images, which only a qcow2 image can.", "Leave the format out, or copy all.");
        }

        return plain with { Shallow = shallow, Synchronous = wish.Synchronous };
    }

    private static DiskJob PlanPull(DiskJob plain, DiskJobWish wish, IReadOnlyList<LayerFile> chain)
    {
        var to = wish.Base is null ? chain.Count : Find(wish.Base, plain.Disk, chain);
        return to > 0
            ? plain with { Base = wish.Base is null ? null : chain[to].Path }
            : throw Wrong($"'{wish.Base}' is the disk's own image, which cannot stay below itself.", "Name one below it, or none to pull all.");
    }

    /// <summary>Whether there is nothing to do: a disk that is to be pulled reads from no other image but the one that stays.</summary>
    public static bool IsNothing(DiskJob job) =>
        job.Kind == DiskJobKind.Pull && (job.Chain.Count < 2 || job.Chain[1] == job.Base);

    private static DiskJob PlanCommit(DiskJob plain, DiskJobWish wish, IReadOnlyList<LayerFile> chain, IReadOnlySet<string> needed)
    {
        var top = wish.Top is null ? 0 : Find(wish.Top, plain.Disk, chain);
        var into = wish.Base is null ? wish.OnlyNext ? Math.Min(top + 1, chain.Count - 1) : chain.Count - 1 : Find(wish.Base, plain.Disk, chain);
        if (into <= top)
        {
            throw Wrong($"Disk '{plain.Disk}' has no image below the one that would be committed.", "'lodge volume info' shows what an image is based on.");
        }

        // Whoever else reads these would see what the guest of this disk wrote.
        if (chain.Skip(top).Take(into - top + 1).FirstOrDefault(layer => needed.Contains(layer.Path)) is { } other)
        {
            throw new LodgeException(
                ErrorCode.ImageInUse,
                $"'{other.Path}' is needed by a snapshot or by another VM, and would hold something else after the commit.",
                "Delete the snapshots first ('lodge snapshot delete' merges images by itself), or pull instead of committing.");
        }

        if (wish.DeleteImages && chain.Skip(top).Take(into - top).FirstOrDefault(layer => SourceOf(layer.Path) is BlockDiskSource) is { } device)
        {
            throw Wrong($"'{device.Path}' is a block device, and is not deleted.", "Commit without the deletion.");
        }

        // Below the disk's own image there is nothing to go on in.
        var taken = chain[into];
        return plain with
        {
            AtReady = top == 0 ? wish.AtReady : AtReady.Finish,
            DeletesImages = wish.DeleteImages,
            Kind = top == 0 ? DiskJobKind.ActiveCommit : DiskJobKind.Commit,
            Top = chain[top].Path,
            Base = taken.Path,
            To = top == 0 ? SourceOf(taken.Path) : null,
            ToFormat = top == 0 ? taken.Format : null,
        };
    }

    /// <summary>How a disk refers to a path.</summary>
    public static DiskSource SourceOf(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) ? new BlockDiskSource { Path = path } : new FileDiskSource { Path = path };

    private static void ThrowIfUnfit(DiskJobWish wish, DiskDefinition disk)
    {
        if (disk is not { Device: DiskDevice.Disk or DiskDevice.Lun, ReadOnly: false, Source: not null } || disk.Shareable)
        {
            throw new LodgeException(ErrorCode.Unsupported, $"Disk '{disk.Name}' is none that the guest alone writes to, and only with such a one this can be done.");
        }

        if (disk.Encryption is not null)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"Disk '{disk.Name}' is encrypted; its images are not copied or merged.", "Stop the VM, and clone the volume: 'lodge volume clone'.");
        }

        if (disk.Source.HostPath() is null && wish.Kind != DiskJobKind.Copy)
        {
            throw new LodgeException(ErrorCode.Unsupported, $"Disk '{disk.Name}' is on a server, where its images are not merged.");
        }

        if (wish.Speed < 0)
        {
            throw Wrong($"A limit is 0 bytes a second or more, not {wish.Speed}.", "Leave it out for none.");
        }
    }

    // By its path, or by its place: the disk's own image is vda[0].
    private static int Find(string name, string disk, IReadOnlyList<LayerFile> chain)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal);
        var index = open > 0 && name.EndsWith(']') && name[..open] == disk && int.TryParse(name.AsSpan(open + 1, name.Length - open - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : IndexOf(name, chain);
        return index >= 0 && index < chain.Count
            ? index
            : throw Wrong($"'{name}' is no image of disk '{disk}'.", $"It has {string.Join(", ", chain.Select(layer => $"'{layer.Path}'"))}.");
    }

    private static int IndexOf(string path, IReadOnlyList<LayerFile> chain)
    {
        for (var i = 0; i < chain.Count; i++)
        {
            if (chain[i].Path == path)
            {
                return i;
            }
        }

        return -1;
    }

    private static LodgeException Wrong(string message, string remedy) => new(ErrorCode.InvalidArgument, message, remedy);
}
