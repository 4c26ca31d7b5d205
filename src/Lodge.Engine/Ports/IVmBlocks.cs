using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Ports;

/// <summary>The images of a running QEMU, and how they stand on each other.</summary>
public interface IVmBlocks
{
    /// <summary>Puts a new image on top of each of some disks, all at the same moment; or none.</summary>
    /// <exception cref="LodgeException">QEMU refused, or is gone.</exception>
    Task SwitchAsync(IReadOnlyList<OverlaySwitch> switches, CancellationToken cancellationToken);

    /// <summary>Whether the guest writes to an image.</summary>
    /// <param name="disk">The disk as it runs.</param>
    /// <param name="path">The image.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LodgeException">QEMU does not answer.</exception>
    Task<bool> WritesToAsync(DiskDefinition disk, string path, CancellationToken cancellationToken);

    /// <summary>Copies an image into the one on top of it, which then falls back to the next.</summary>
    /// <param name="pull">Which images.</param>
    /// <param name="progress">Gets the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Gives it up; the disk stays what it was.</param>
    /// <exception cref="LodgeException">QEMU refused, or the copying failed.</exception>
    Task PullAsync(LayerPull pull, IProgress<double> progress, CancellationToken cancellationToken);

    /// <summary>Copies what a disk's image holds into the one below it, until both hold the same; that goes on until <see cref="PivotAsync"/>.</summary>
    /// <param name="layer">Which images.</param>
    /// <param name="progress">Gets the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Gives it up; the disk stays what it was.</param>
    /// <exception cref="LodgeException">QEMU refused, or the copying failed.</exception>
    Task ReturnAsync(LayerReturn layer, IProgress<double> progress, CancellationToken cancellationToken);

    /// <summary>Has the disk live in the lower image alone. The guest stands still.</summary>
    /// <exception cref="LodgeException">QEMU refused, or is gone.</exception>
    Task PivotAsync(LayerReturn layer, CancellationToken cancellationToken);

    /// <summary>Makes an internal snapshot in the image of each of some disks, all at the same moment; or none.</summary>
    /// <exception cref="LodgeException">QEMU refused, or is gone.</exception>
    Task TagAsync(IReadOnlyList<DiskDefinition> disks, string tag, CancellationToken cancellationToken);

    /// <summary>The same with the guest's memory in the image of the first disk. The guest stands still; QEMU may answer nothing meanwhile.</summary>
    /// <exception cref="LodgeException">QEMU refused, or there is no room; there is no such snapshot then.</exception>
    Task TagWithMemoryAsync(IReadOnlyList<DiskDefinition> disks, string tag, CancellationToken cancellationToken);

    /// <summary>Removes an internal snapshot from the image that a guest writes to; one that is gone already is passed over.</summary>
    /// <exception cref="LodgeException">QEMU refused, or is gone.</exception>
    Task DeleteTagAsync(string path, string tag, CancellationToken cancellationToken);

    /// <summary>Ends the copying that a former daemon began.</summary>
    /// <exception cref="LodgeException">QEMU does not answer.</exception>
    Task AbandonJobsAsync(CancellationToken cancellationToken);
}

/// <summary>A new top for a disk.</summary>
/// <param name="Disk">The disk as it runs.</param>
/// <param name="Path">The new image, empty, on top of the disk's present one by its header.</param>
public sealed record OverlaySwitch(DiskDefinition Disk, string Path)
{
    /// <summary>The disk's bitmaps that the new image goes on with, at the very moment of the switch.</summary>
    public IReadOnlyList<string> Bitmaps { get; init; } = [];
}

/// <summary>An image that is to be merged into the one above it.</summary>
/// <param name="Into">Path of the image above it.</param>
/// <param name="Layer">Its path.</param>
/// <param name="Below">The image below it; null for none.</param>
public sealed record LayerPull(string Into, string Layer, LayerFile? Below);

/// <summary>An image whose disk is to live in the one below it again.</summary>
/// <param name="Disk">The disk as it runs.</param>
/// <param name="Layer">Path of the image that it lives in.</param>
/// <param name="Below">The image below it.</param>
public sealed record LayerReturn(DiskDefinition Disk, string Layer, LayerFile Below);
