using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Ports;

/// <summary>Images and the images below them, worked on where no QEMU has them open.</summary>
public interface IDiskLayers
{
    /// <summary>The images that make up a disk: the one named first, then what each falls back to, by their headers.</summary>
    /// <exception cref="LodgeException">One is missing, unreadable or damaged.</exception>
    Task<IReadOnlyList<LayerFile>> ReadChainAsync(LayerFile top, CancellationToken cancellationToken);

    /// <summary>Makes an empty qcow2 image on top of another; it and its name are on the disk afterwards.</summary>
    /// <param name="path">Absolute path of a file that does not exist yet.</param>
    /// <param name="below">What it falls back to; a running QEMU may write to it.</param>
    /// <param name="cancellationToken">Ends the writing; then the file is gone.</param>
    /// <exception cref="LodgeException">The file exists, or cannot be written.</exception>
    Task CreateAsync(string path, LayerFile below, CancellationToken cancellationToken);

    /// <summary>Copies into a qcow2 image what it needs of the images between it and another, and has it fall back to that one. What a guest sees in it stays the same at every moment.</summary>
    /// <param name="path">The image.</param>
    /// <param name="below">What it falls back to then; null for nothing.</param>
    /// <param name="cancellationToken">Ends the copying; the image stays what it was.</param>
    /// <exception cref="LodgeException">It is in use, or there is no room.</exception>
    Task PullAsync(string path, LayerFile? below, CancellationToken cancellationToken);

    /// <summary>Deletes an image; one that is gone already is passed over.</summary>
    /// <exception cref="LodgeException">The kernel refused.</exception>
    Task DeleteAsync(string path, CancellationToken cancellationToken);
}

/// <summary>An image file.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Format">How it is laid out.</param>
public sealed record LayerFile(string Path, DiskFormat Format);
