using System.Collections.Immutable;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.TestSupport.Engine;

/// <summary>An image of the <see cref="FakeWorld"/>: what was written to it, in order, and what it stands on.</summary>
public sealed record FakeImage(LayerFile? Below, ImmutableList<string> Data)
{
    /// <summary>Its internal snapshots: what the image itself held then.</summary>
    public ImmutableDictionary<string, ImmutableList<string>> Tags { get; init; } = ImmutableDictionary<string, ImmutableList<string>>.Empty;

    /// <summary>What a guest saw in an image when an internal snapshot was made; what the image lacked is read from below it.</summary>
    public static string Read(FakeWorld world, string path, string tag)
    {
        var image = world.DiskImages[path];
        return string.Concat((image.Below is { } below ? Pieces(world, below.Path) : []).Concat(image.Tags[tag]).Distinct());
    }

    /// <summary>What a guest sees in an image.</summary>
    /// <remarks>What was committed into an image below shows once, as a sector does.</remarks>
    public static string Read(FakeWorld world, string path) => string.Concat(Pieces(world, path).Distinct());

    /// <summary>What a guest sees in an image, piece by piece; from another one upwards when it is named.</summary>
    public static IEnumerable<string> Pieces(FakeWorld world, string path, string? above = null) => path == above ? []
        : world.DiskImages.TryGetValue(path, out var image) ? (image.Below is { } below ? Pieces(world, below.Path, above) : []).Concat(image.Data)
        : throw new LodgeException(ErrorCode.FileNotFound, $"There is no image {path}.");

    /// <summary>A guest writes.</summary>
    public static void Write(FakeWorld world, string path, string text) =>
        world.DiskImages.AddOrUpdate(path, _ => new FakeImage(null, [text]), (_, image) => image with { Data = image.Data.Add(text) });
}

internal sealed class FakeDiskImages(FakeWorld world, Fate fate) : IDiskLayers, ISnapshotFiles, ISnapshotStore
{
    public Task<IReadOnlyList<LayerFile>> ReadChainAsync(LayerFile top, CancellationToken cancellationToken)
    {
        var chain = new List<LayerFile>();
        for (var next = top; next is not null; next = world.DiskImages[next.Path].Below)
        {
            if (!world.DiskImages.ContainsKey(next.Path))
            {
                throw new LodgeException(ErrorCode.FileNotFound, $"There is no image {next.Path}.");
            }

            chain.Add(next);
        }

        return Task.FromResult<IReadOnlyList<LayerFile>>(chain);
    }

    public Task CreateAsync(string path, LayerFile below, CancellationToken cancellationToken) =>
        Touching(() => world.DiskImages[path] = new FakeImage(below, []));

    public Task PullAsync(string path, LayerFile? below, CancellationToken cancellationToken) => Touching(() => Pull(world, path, below));

    public Task ReturnAsync(string path, LayerFile below, CancellationToken cancellationToken) => Touching(() => Return(world, path, below));

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => Touching(() => world.DiskImages.TryRemove(path, out _));

    public Task<long> MeasureAsync(LayerFile image, CancellationToken cancellationToken) => Task.FromResult(1L << 20);

    public Task MakeAsync(LayerFile image, long bytes, LayerFile? below, CancellationToken cancellationToken) =>
        Touching(() => world.DiskImages.TryAdd(image.Path, new FakeImage(below, [])) ? true : throw new LodgeException(ErrorCode.InvalidState, $"{image.Path} is there."));

    public Task CopyAsync(LayerFile from, LayerFile to, LayerFile? below, IProgress<double> progress, CancellationToken cancellationToken) =>
        Touching(() => world.DiskImages[to.Path] = new FakeImage(below, [.. FakeImage.Pieces(world, from.Path, below?.Path)]));

    public Task CommitAsync(LayerFile top, string into, CancellationToken cancellationToken) => Touching(() => Commit(world, top.Path, into));

    public Task PutOnAsync(string path, LayerFile below, CancellationToken cancellationToken) =>
        Touching(() => world.DiskImages[path] = world.DiskImages[path] with { Below = below });

    public Task<IReadOnlyList<string>> ReadTagsAsync(LayerFile image, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(world.DiskImages.TryGetValue(image.Path, out var found) ? [.. found.Tags.Keys] : []);

    public Task TagAsync(string path, string tag, CancellationToken cancellationToken) => Touching(() => Tag(world, path, tag));

    public Task ApplyTagAsync(string path, string tag, CancellationToken cancellationToken) =>
        Touching(() => world.DiskImages[path] = world.DiskImages[path] with { Data = world.DiskImages[path].Tags[tag] });

    public Task DeleteTagAsync(string path, string tag, CancellationToken cancellationToken) => Touching(() => Untag(world, path, tag));

    // A copy of a file has all that is in it, bitmaps too.
    public Task DuplicateAsync(string from, string to, CancellationToken cancellationToken) => Touching(() =>
    {
        FakeBitmaps.Carry(world, from, to, [.. world.Bitmaps.Keys.Where(key => key.Path == from).Select(key => key.Name)]);
        return world.DiskImages[to] = world.DiskImages[from];
    });

    public Task DescribeMemoryAsync(Guid vmId, Guid snapshotId, SavedStateHeader header, CancellationToken cancellationToken) =>
        Touching(() => world.SavedFiles[Prepare(vmId, snapshotId)] = header);

    /// <summary>Makes an internal snapshot.</summary>
    public static FakeImage Tag(FakeWorld world, string path, string tag) => path == world.UntaggableImage
        ? throw new LodgeException(ErrorCode.InsufficientResources, $"{path} is full.")
        : world.DiskImages[path] = world.DiskImages[path] with { Tags = world.DiskImages[path].Tags.Add(tag, world.DiskImages[path].Data) };

    /// <summary>Removes an internal snapshot.</summary>
    public static bool Untag(FakeWorld world, string path, string tag)
    {
        if (world.DiskImages.TryGetValue(path, out var image))
        {
            world.DiskImages[path] = image with { Tags = image.Tags.Remove(tag) };
        }

        return true;
    }

    public string Prepare(Guid vmId, Guid snapshotId) => $"/state/snapshots/{snapshotId}/memory.save";

    public bool HasState(Guid vmId) => false;

    public Task KeepAsync(Guid vmId, Guid snapshotId, CancellationToken cancellationToken) => Touching(() => true);

    public Task BringBackAsync(Guid vmId, Guid snapshotId, CancellationToken cancellationToken) => Touching(() => true);

    public Task DeleteAsync(Guid vmId, Guid snapshotId, CancellationToken cancellationToken) =>
        Touching(() => world.SavedFiles.TryRemove(Prepare(vmId, snapshotId), out _));

    public Task<IReadOnlyList<VmSnapshots>> LoadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VmSnapshots>>([.. world.Snapshots.Values]);

    public Task SaveAsync(VmSnapshots snapshots, VmDefinition? definition, long revision, CancellationToken cancellationToken) => Touching(() =>
    {
        if (definition is not null)
        {
            world.Database[definition.Id] = world.Database[definition.Id] with { Definition = new KeptDefinition(definition), Revision = revision };
        }

        world.Snapshots[snapshots.VmId] = snapshots;
        return !snapshots.IsEmpty || world.Snapshots.TryRemove(snapshots.VmId, out _);
    });

    /// <summary>What lies in an image and below it, down to another, goes into that one.</summary>
    public static FakeImage Commit(FakeWorld world, string top, string into) =>
        world.DiskImages[into] = world.DiskImages[into] with { Data = [.. world.DiskImages[into].Data.Concat(FakeImage.Pieces(world, top, into)).Distinct()] };

    /// <summary>What lies between an image and another goes into it.</summary>
    public static FakeImage Pull(FakeWorld world, string path, LayerFile? below)
    {
        var data = world.DiskImages[path].Data;
        for (var next = world.DiskImages[path].Below; next is not null && next != below; next = world.DiskImages[next.Path].Below)
        {
            data = world.DiskImages[next.Path].Data.AddRange(data);
        }

        return world.DiskImages[path] = world.DiskImages[path] with { Below = below, Data = data };
    }

    /// <summary>What an image holds goes into the one below it, and is seen through it.</summary>
    public static bool Return(FakeWorld world, string path, LayerFile below)
    {
        world.DiskImages[below.Path] = world.DiskImages[below.Path] with { Data = world.DiskImages[below.Path].Data.AddRange(world.DiskImages[path].Data) };
        world.DiskImages[path] = world.DiskImages[path] with { Data = [] };
        return true;
    }

    private async Task Touching<T>(Func<T> act)
    {
        await Task.Yield();
        fate.Touch();
        act();
        fate.Touch();
    }
}

internal sealed class FakeBlocks(FakeWorld world, Fate fate, FakeQemu qemu) : IVmBlocks
{
    public Task SwitchAsync(IReadOnlyList<OverlaySwitch> switches, CancellationToken cancellationToken) => Touching(() =>
    {
        foreach (var (disk, path) in switches)
        {
            if (world.DiskImages[path].Below?.Path != qemu.Tops[disk.Name!])
            {
                throw new LodgeException(ErrorCode.HypervisorFailed, $"{path} does not stand on what {disk.Name} is.");
            }
        }

        switches.ToList().ForEach(item => FakeBitmaps.Carry(world, item.Disk.Source!.HostPath()!, item.Path, item.Bitmaps));

        qemu.WasFrozenWhenSwitched = qemu.Agent.IsFrozen;
        if (qemu.RefusesSwitch)
        {
            throw new LodgeException(ErrorCode.HypervisorFailed, "QEMU refused the transaction.");
        }

        if (qemu.DiesWhenSwitched)
        {
            world.Processes.TryRemove(qemu.VmId, out _);
            _ = Task.Delay(100).ContinueWith(_ => qemu.End(asked: false), TaskScheduler.Default);
            throw Gone;
        }

        switches.ToList().ForEach(item => qemu.Tops[item.Disk.Name!] = item.Path);
        return true;
    });

    public Task<bool> WritesToAsync(DiskDefinition disk, string path, CancellationToken cancellationToken) =>
        Touching(() => qemu.DiesWhenSwitched ? throw Gone : qemu.Tops[disk.Name!] == path);

    public Task PullAsync(LayerPull pull, IProgress<double> progress, CancellationToken cancellationToken) =>
        Touching(() => FakeDiskImages.Pull(world, pull.Into, pull.Below));

    public Task ReturnAsync(LayerReturn layer, IProgress<double> progress, CancellationToken cancellationToken) =>
        Touching(() => FakeDiskImages.Return(world, layer.Layer, layer.Below));

    public Task PivotAsync(LayerReturn layer, CancellationToken cancellationToken) => Touching(() => qemu.Tops[layer.Disk.Name!] = layer.Below.Path);

    public Task TagAsync(IReadOnlyList<DiskDefinition> disks, string tag, CancellationToken cancellationToken) => Touching(() =>
    {
        qemu.WasFrozenWhenSwitched = qemu.Agent.IsFrozen;
        return disks.Select(disk => FakeDiskImages.Tag(world, qemu.Tops[disk.Name!], tag)).ToList();
    });

    // As QEMU writes one image after the other: who kills it finds some of them done.
    public async Task TagWithMemoryAsync(IReadOnlyList<DiskDefinition> disks, string tag, CancellationToken cancellationToken)
    {
        foreach (var disk in disks)
        {
            await Touching(() => FakeDiskImages.Tag(world, qemu.Tops[disk.Name!], tag));
        }
    }

    public Task DeleteTagAsync(string path, string tag, CancellationToken cancellationToken) => Touching(() =>
        qemu.Tops.Values.Contains(path) ? FakeDiskImages.Untag(world, path, tag) : throw new LodgeException(ErrorCode.HypervisorFailed, $"{path} is open to be read."));

    private LodgeException Gone => new(ErrorCode.HypervisorFailed, $"The QEMU of {qemu.VmId} is gone.");

    public Task AbandonJobsAsync(CancellationToken cancellationToken) => Touching(() => true);

    private async Task<T> Touching<T>(Func<T> act)
    {
        await Task.Yield();
        fate.Touch();
        var answer = act();
        fate.Touch();
        return answer;
    }
}
