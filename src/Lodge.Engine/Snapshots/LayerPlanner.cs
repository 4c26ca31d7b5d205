using Lodge.Engine.Ports;
using Lodge.Model.Snapshots;

namespace Lodge.Engine.Snapshots;

/// <summary>
/// Decides how images that nobody asked for any more leave a disk. An image with nothing above it is deleted; one with
/// a single image above it is copied into that one first, so that no reference to any other image changes and a crash
/// at any moment leaves every disk readable; one that carries several branches stays until it carries one. Only images
/// that Lodge made leave; the one that a disk began with takes back what was written when no snapshot and nobody else needs it
/// as it is. An image with internal snapshots is neither merged away, which would lose them, nor merged into: what they lack
/// they read from the image below, which must stay that.
/// </summary>
internal static class LayerPlanner
{
    /// <summary>The next step; null when there is none.</summary>
    /// <param name="set">The VM's snapshots and images.</param>
    /// <param name="chains">The images of each disk and snapshot of the VM, from the top downwards.</param>
    /// <param name="usedElsewhere">Images that others stand on.</param>
    /// <param name="limits">What cannot be done now.</param>
    public static LayerStep? Next(
        VmSnapshots set, IReadOnlyList<IReadOnlyList<LayerFile>> chains, IReadOnlySet<string> usedElsewhere, LayerLimits limits)
    {
        if (set.LooseTags?.FirstOrDefault(tag => !usedElsewhere.Contains(tag.Path) && !limits.Open.Contains(tag.Path)) is { } loose)
        {
            return new DropTag(loose);
        }

        var tops = chains.Where(chain => chain.Count > 0).Select(chain => chain[0].Path).ToHashSet();
        var stays = set.Layers.Where(layer => layer.State == LayerState.Kept || tops.Contains(layer.Path)).Select(layer => layer.Path).ToHashSet();
        foreach (var layer in set.Layers.Where(layer => layer.State != LayerState.Kept))
        {
            if (tops.Contains(layer.Path) || usedElsewhere.Contains(layer.Path) || limits.Tagged.Contains(layer.Path))
            {
                continue;
            }

            var above = Above(layer.Path, chains);
            if (above.Count == 0)
            {
                return new DropLayer(layer.Path);
            }

            // Into one that goes too, it would be copied twice: that one goes first.
            if (above.Count == 1 && stays.Contains(above.Single()) && !limits.Tagged.Contains(above.Single()))
            {
                return new MergeLayer(new LayerPull(above.Single(), layer.Path, Below(layer.Path, chains)));
            }
        }

        return Return(set, [.. chains.Where(chain => chain.Count > 1 && limits.Returnable.Contains(chain[0].Path) && !limits.Tagged.Contains(chain[0].Path))], tops, usedElsewhere, chains);
    }

    // Without a snapshot that needs it as it is, the image that a disk began with takes back what was written above it.
    private static ReturnLayer? Return(
        VmSnapshots set,
        IReadOnlyList<IReadOnlyList<LayerFile>> returnable,
        HashSet<string> tops,
        IReadOnlySet<string> usedElsewhere,
        IReadOnlyList<IReadOnlyList<LayerFile>> chains)
    {
        var made = set.Layers.Select(layer => layer.Path).ToHashSet();
        var frozen = set.Snapshots.SelectMany(snapshot => snapshot.Disks).Select(disk => disk.Path).ToHashSet();
        foreach (var (top, below) in returnable.Select(chain => (chain[0].Path, chain[1])))
        {
            var isOwn = made.Contains(top) && !made.Contains(below.Path) && !frozen.Contains(top) && !tops.Contains(below.Path);
            var isAlone = !usedElsewhere.Contains(top) && !usedElsewhere.Contains(below.Path) && Above(below.Path, chains).Count == 1 && Above(top, chains).Count == 0;
            if (isOwn && isAlone)
            {
                return new ReturnLayer(top, below);
            }
        }

        return null;
    }

    private static HashSet<string> Above(string path, IReadOnlyList<IReadOnlyList<LayerFile>> chains) =>
        [.. chains.SelectMany(chain => chain.Skip(1).Select((lower, depth) => (Lower: lower.Path, Upper: chain[depth].Path)))
            .Where(pair => pair.Lower == path)
            .Select(pair => pair.Upper)];

    private static LayerFile? Below(string path, IReadOnlyList<IReadOnlyList<LayerFile>> chains)
    {
        var chain = chains.First(files => files.Any(file => file.Path == path)).ToList();
        return chain.ElementAtOrDefault(chain.FindIndex(file => file.Path == path) + 1);
    }
}

/// <summary>What cannot be done with images now.</summary>
/// <param name="Returnable">Images of disks that may live in the one below it again.</param>
/// <param name="Tagged">Images that hold internal snapshots, whoever made them.</param>
/// <param name="Open">Images that a QEMU has open to be read, out of which nothing can be removed meanwhile.</param>
internal sealed record LayerLimits(IReadOnlySet<string> Returnable, IReadOnlySet<string> Tagged, IReadOnlySet<string> Open);

/// <summary>A step that takes an image out of the way.</summary>
internal abstract record LayerStep;

/// <summary>Nothing stands on an image: delete it.</summary>
/// <param name="Path">The image.</param>
internal sealed record DropLayer(string Path) : LayerStep;

/// <summary>An internal snapshot belongs to nobody: remove it from its image.</summary>
/// <param name="Tag">The internal snapshot.</param>
internal sealed record DropTag(ImageTag Tag) : LayerStep;

/// <summary>One image stands on another: copy that one into it.</summary>
/// <param name="Pull">Which images.</param>
internal sealed record MergeLayer(LayerPull Pull) : LayerStep;

/// <summary>Only the disk's own first image is below another: copy that one back into it.</summary>
/// <param name="Path">The upper image.</param>
/// <param name="Below">The disk's first image.</param>
internal sealed record ReturnLayer(string Path, LayerFile Below) : LayerStep;
