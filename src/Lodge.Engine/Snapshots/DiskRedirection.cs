using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Snapshots;

/// <summary>Has the disks of a definition live in other images; pure.</summary>
internal static class DiskRedirection
{
    /// <summary>The definition with other images.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="images">The image that takes the place of each; paths that no disk has are passed over.</param>
    public static VmDefinition With(VmDefinition definition, IReadOnlyDictionary<string, Ports.LayerFile> images) => definition with
    {
        Disks =
        [
            .. definition.Disks.Select(disk => disk.Source?.HostPath() is { } path && !disk.ReadOnly && images.TryGetValue(path, out var image)
                ? disk with { Source = new FileDiskSource { Path = image.Path }, Format = image.Format }
                : disk),
        ],
    };
}
