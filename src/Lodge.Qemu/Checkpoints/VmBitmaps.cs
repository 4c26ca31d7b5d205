using Lodge.Engine.Ports;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Snapshots;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Checkpoints;

/// <summary>The bitmaps in the images that one running QEMU has open. QEMU stores them when it closes an image.</summary>
internal sealed class VmBitmaps(QmpSession session, BlockNodes nodes) : IImageBitmaps
{
    /// <summary>What one bit stands for, bytes.</summary>
    public const long Unit = 65536;

    // What the guest has under way is waited for.
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(1);

    public async Task<IReadOnlyList<ImageBitmap>?> ListAsync(string path, CancellationToken cancellationToken)
    {
        if (!await Qcow2BitmapReader.AllowsAsync(path, cancellationToken))
        {
            return null;
        }

        var image = await nodes.GetAsync(path, cancellationToken);
        return
        [
            .. (await ReadAsync(image.Node, cancellationToken)).Where(bitmap => bitmap is { Name: not null, Persistent: true })
                .Select(bitmap => new ImageBitmap(bitmap.Name!, bitmap.Recording && bitmap.Inconsistent != true, bitmap.Count)),
        ];
    }

    public async Task AddAsync(IReadOnlyList<BitmapPlace> places, CancellationToken cancellationToken)
    {
        var actions = new List<TransactionAction>();
        foreach (var place in places)
        {
            actions.Add(BitmapActions.Add((await nodes.GetAsync(place.Path, cancellationToken)).Node, place.Name, Unit));
        }

        await RunAsync(actions, cancellationToken);
    }

    public async Task RemoveAsync(IReadOnlyList<BitmapPlace> places, CancellationToken cancellationToken)
    {
        var actions = new List<TransactionAction>();
        foreach (var image in places.GroupBy(place => place.Path))
        {
            var node = (await nodes.GetAsync(image.Key, cancellationToken)).Node;
            var there = (await ReadAsync(node, cancellationToken)).Select(bitmap => bitmap.Name).ToHashSet();
            actions.AddRange(image.Select(place => place.Name).Distinct().Where(there.Contains).Select(name => BitmapActions.Remove(node, name)));
        }

        await RunAsync(actions, cancellationToken);
    }

    public async Task CarryAsync(string from, string to, IReadOnlyList<string> bitmaps, CancellationToken cancellationToken)
    {
        var (source, target) = (await nodes.GetAsync(from, cancellationToken), await nodes.GetAsync(to, cancellationToken));
        await RemoveAsync([.. bitmaps.Select(name => new BitmapPlace(to, name))], cancellationToken);
        await RunAsync(
            [
                .. bitmaps.Select(name => BitmapActions.Add(target.Node, name, Unit)),
                .. bitmaps.Select(name => BitmapActions.Merge((source.Node, name), (target.Node, name))),
            ],
            cancellationToken);
    }

    private async Task<IReadOnlyList<DirtyBitmap>> ReadAsync(string node, CancellationToken cancellationToken) =>
        (await session.ExecuteAsync(new QueryNamedBlockNodesCommand(flat: true), cancellationToken)).FirstOrDefault(item => item.NodeName == node)?.DirtyBitmaps ?? [];

    private Task RunAsync(IReadOnlyList<TransactionAction> actions, CancellationToken cancellationToken) =>
        actions.Count == 0 ? Task.CompletedTask : session.ExecuteAsync(new TransactionCommand(actions), s_deadline, cancellationToken);
}
