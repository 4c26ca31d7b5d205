using Lodge.Engine.Ports;
using Lodge.Model.Checkpoints;
using Lodge.Model.Errors;

namespace Lodge.TestSupport.Engine;

/// <summary>A bitmap of the <see cref="FakeWorld"/>.</summary>
/// <param name="Since">How many pieces its image showed when it was made: what came later, it has noted.</param>
/// <param name="IsSound">Whether it noted all.</param>
public sealed record FakeBitmap(int Since, bool IsSound);

/// <summary>Bitmaps in the images that a QEMU has open, or, without one, in those that none has.</summary>
internal sealed class FakeBitmaps(FakeWorld world, Fate fate, FakeQemu? qemu) : IImageBitmaps
{
    public async Task<IReadOnlyList<ImageBitmap>?> ListAsync(string path, CancellationToken cancellationToken)
    {
        await Task.Yield();
        fate.Touch();
        ThrowUnlessMine(path);
        return path.EndsWith(".raw", StringComparison.Ordinal) ? null :
        [
            .. world.Bitmaps.Where(item => item.Key.Path == path)
                .Select(item => new ImageBitmap(item.Key.Name, item.Value.IsSound, qemu is null ? null : Count(world, path) - item.Value.Since)),
        ];
    }

    public Task AddAsync(IReadOnlyList<BitmapPlace> places, CancellationToken cancellationToken) => Touching(places, place =>
    {
        if (!world.Bitmaps.TryAdd((place.Path, place.Name), new FakeBitmap(Count(world, place.Path), true)))
        {
            throw new LodgeException(ErrorCode.HypervisorFailed, $"{place.Path} has a bitmap {place.Name}.");
        }
    });

    public Task RemoveAsync(IReadOnlyList<BitmapPlace> places, CancellationToken cancellationToken) =>
        Touching(places, place => world.Bitmaps.TryRemove((place.Path, place.Name), out _));

    public Task CarryAsync(string from, string to, IReadOnlyList<string> bitmaps, CancellationToken cancellationToken) =>
        Touching([new BitmapPlace(from, ""), new BitmapPlace(to, "")], place => Carry(world, from, place.Path == to ? to : from, bitmaps));

    /// <summary>Has an image know what another knows.</summary>
    public static void Carry(FakeWorld world, string from, string to, IReadOnlyList<string> bitmaps)
    {
        foreach (var name in bitmaps)
        {
            world.Bitmaps[(to, name)] = world.Bitmaps[(from, name)];
        }
    }

    private static int Count(FakeWorld world, string path) => FakeImage.Read(world, path).Length;

    // QEMU has its disks open, and lets nobody else write to them.
    private void ThrowUnlessMine(string path)
    {
        if (qemu is null && world.Processes.Values.Any(other => other.Tops.Values.Contains(path)))
        {
            throw new LodgeException(ErrorCode.ImageInUse, $"A QEMU has {path} open.");
        }
    }

    // A QEMU changes all or none.
    private async Task Touching(IReadOnlyList<BitmapPlace> places, Action<BitmapPlace> act)
    {
        await Task.Yield();
        fate.Touch();
        foreach (var place in places)
        {
            ThrowUnlessMine(place.Path);
            act(place);
            if (qemu is null)
            {
                fate.Touch();
            }
        }

        fate.Touch();
    }
}

/// <summary>Durable checkpoints of the <see cref="FakeWorld"/>.</summary>
internal sealed class FakeCheckpointStore(FakeWorld world, Fate fate) : ICheckpointStore
{
    public Task<IReadOnlyList<VmCheckpoints>> LoadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VmCheckpoints>>([.. world.Checkpoints.Values]);

    public async Task SaveAsync(VmCheckpoints checkpoints, CancellationToken cancellationToken)
    {
        await Task.Yield();
        fate.Touch();
        if (checkpoints.IsEmpty)
        {
            world.Checkpoints.TryRemove(checkpoints.VmId, out _);
        }
        else
        {
            world.Checkpoints[checkpoints.VmId] = checkpoints;
        }

        fate.Touch();
    }
}
