using Lodge.Engine.Ports;
using Lodge.Model.Snapshots;

namespace Lodge.Engine.Snapshots;

/// <summary>
/// Decides how images that nobody asked for any more leave a disk. An image with nothing above it is deleted; one with
/// a single image above it is copied into that one first, so that no reference to any other image changes and a crash
/// at any moment leaves every disk readable; one that carries several branches stays until it carries one. Only images
/// that Lodge made are considered.
/// </summary>
internal static class LayerPlanner
{
    /// <summary>The next step; null when there is none.</summary>
    /// <param name="set">The VM's snapshots and images.</param>
    /// <param name="chains">The images of each disk and snapshot of the VM, from the top downwards.</param>
    /// <param name="usedElsewhere">Images that other VMs stand on.</param>
    public static LayerStep? Next(
        VmSnapshots set, IReadOnlyList<IReadOnlyList<LayerFile>> chains, IReadOnlySet<string> usedElsewhere)
    {
        var tops = chains.Where(chain => chain.Count > 0).Select(chain => chain[0].Path).ToHashSet();
        var stays = set.Layers.Where(layer => layer.State == LayerState.Kept || tops.Contains(layer.Path)).Select(layer => layer.Path).ToHashSet();
        foreach (var layer in set.Layers.Where(layer => layer.State != LayerState.Kept))
        {
            if (tops.Contains(layer.Path) || usedElsewhere.Contains(layer.Path))
            {
                continue;
            }

            var above = Above(layer.Path, chains);
            if (above.Count == 0)
            {
                return new DropLayer(layer.Path);
            }

            // Into one that goes too, it would be copied twice: that one goes first.
            if (above.Count == 1 && stays.Contains(above.Single()))
            {
                return new MergeLayer(new LayerPull(above.Single(), layer.Path, Below(layer.Path, chains)));
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

/// <summary>A step that takes an image out of the way.</summary>
internal abstract record LayerStep;

/// <summary>Nothing stands on an image: delete it.</summary>
/// <param name="Path">The image.</param>
internal sealed record DropLayer(string Path) : LayerStep;

/// <summary>One image stands on another: copy that one into it.</summary>
/// <param name="Pull">Which images.</param>
internal sealed record MergeLayer(LayerPull Pull) : LayerStep;
