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
    /// <summary>What a guest sees in an image.</summary>
    public static string Read(FakeWorld world, string path) => world.DiskImages.TryGetValue(path, out var image)
        ? (image.Below is { } below ? Read(world, below.Path) : "") + string.Concat(image.Data)
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

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => Touching(() => world.DiskImages.TryRemove(path, out _));

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

    /// <summary>What lies between an image and another goes into it.</summary>
    public static FakeImage Pull(FakeWorld world, string path, LayerFile? below)
    {
        var data = world.DiskImages[path].Data;
        for (var next = world.DiskImages[path].Below; next is not null && next != below; next = world.DiskImages[next.Path].Below)
        {
            data = world.DiskImages[next.Path].Data.AddRange(data);
        }

        return world.DiskImages[path] = new FakeImage(below, data);
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

        switches.ToList().ForEach(item => qemu.Tops[item.Disk.Name!] = item.Path);
        return true;
    });

    public Task<bool> WritesToAsync(DiskDefinition disk, string path, CancellationToken cancellationToken) => Touching(() => qemu.Tops[disk.Name!] == path);

    public Task PullAsync(LayerPull pull, IProgress<double> progress, CancellationToken cancellationToken) =>
        Touching(() => FakeDiskImages.Pull(world, pull.Into, pull.Below));

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
