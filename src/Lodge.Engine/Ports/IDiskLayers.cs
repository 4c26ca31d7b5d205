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

    /// <summary>Copies all that a qcow2 image holds into the one below it; durable afterwards. The image itself stays what it is.</summary>
    /// <param name="path">The image.</param>
    /// <param name="below">What it falls back to by its header.</param>
    /// <param name="cancellationToken">Ends the copying; what a guest sees in the image is the same.</param>
    /// <exception cref="LodgeException">One is in use, or there is no room.</exception>
    Task ReturnAsync(string path, LayerFile below, CancellationToken cancellationToken);

    /// <summary>What a guest sees of an image, bytes.</summary>
    /// <exception cref="LodgeException">It is missing, cannot be read, or is not of its format.</exception>
    Task<long> MeasureAsync(LayerFile image, CancellationToken cancellationToken);

    /// <summary>Makes an empty image.</summary>
    /// <param name="image">Absolute path of a file that does not exist yet, and its format.</param>
    /// <param name="bytes">What a guest shall see of it.</param>
    /// <param name="below">What it falls back to; null for nothing. Only of a qcow2 image.</param>
    /// <param name="cancellationToken">Ends the making; then the file is gone.</param>
    /// <exception cref="LodgeException">The file exists, or cannot be written.</exception>
    Task MakeAsync(LayerFile image, long bytes, LayerFile? below, CancellationToken cancellationToken);

    /// <summary>Copies what a guest sees of an image over another one that is there.</summary>
    /// <param name="from">The image.</param>
    /// <param name="to">The other one, as large or larger.</param>
    /// <param name="below">What both fall back to, and what is therefore not copied; null to copy all.</param>
    /// <param name="progress">Gets the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="LodgeException">One is in use, or there is no room.</exception>
    Task CopyAsync(LayerFile from, LayerFile to, LayerFile? below, IProgress<double> progress, CancellationToken cancellationToken);

    /// <summary>Copies what lies in an image and those below it, down to another, into that one. What a guest sees of the upper image stays the same at every moment.</summary>
    /// <param name="top">The image.</param>
    /// <param name="into">Path of the other one.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="LodgeException">One is in use, or there is no room.</exception>
    Task CommitAsync(LayerFile top, string into, CancellationToken cancellationToken);

    /// <summary>Has a qcow2 image fall back to another one, which holds the same as what it falls back to now; nothing is copied.</summary>
    /// <exception cref="LodgeException">It is in use.</exception>
    Task PutOnAsync(string path, LayerFile below, CancellationToken cancellationToken);

    /// <summary>Names of the internal snapshots of an image; none of one that is not qcow2, or not there. A running QEMU may have it open.</summary>
    /// <exception cref="LodgeException">It is unreadable or damaged.</exception>
    Task<IReadOnlyList<string>> ReadTagsAsync(LayerFile image, CancellationToken cancellationToken);

    /// <summary>Makes an internal snapshot of what a guest sees of a qcow2 image; durable afterwards.</summary>
    /// <exception cref="LodgeException">It is in use, or there is no room.</exception>
    Task TagAsync(string path, string tag, CancellationToken cancellationToken);

    /// <summary>Has a guest see what an internal snapshot of a qcow2 image holds, which stays; durable afterwards, and safe to repeat.</summary>
    /// <exception cref="LodgeException">It is in use, or has no such snapshot.</exception>
    Task ApplyTagAsync(string path, string tag, CancellationToken cancellationToken);

    /// <summary>Removes an internal snapshot from a qcow2 image; one that is gone already, or with its image, is passed over.</summary>
    /// <exception cref="LodgeException">It is in use.</exception>
    Task DeleteTagAsync(string path, string tag, CancellationToken cancellationToken);

    /// <summary>Copies the file of a qcow2 image with all its internal snapshots; it and its name are on the disk afterwards.</summary>
    /// <param name="from">The image, which nobody writes to.</param>
    /// <param name="to">Absolute path of a file that does not exist yet.</param>
    /// <param name="cancellationToken">Ends the copying; then the file is gone.</param>
    /// <exception cref="LodgeException">The file exists, or cannot be written.</exception>
    Task DuplicateAsync(string from, string to, CancellationToken cancellationToken);

    /// <summary>Deletes an image; one that is gone already is passed over.</summary>
    /// <exception cref="LodgeException">The kernel refused.</exception>
    Task DeleteAsync(string path, CancellationToken cancellationToken);
}

/// <summary>An image file.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Format">How it is laid out.</param>
public sealed record LayerFile(string Path, DiskFormat Format);
