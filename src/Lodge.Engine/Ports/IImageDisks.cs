using Lodge.Model.Errors;
using Lodge.Model.Images;

namespace Lodge.Engine.Ports;

/// <summary>Files that a VM gets when it is launched from an image.</summary>
public interface IImageDisks
{
    /// <summary>Makes a copy-on-write layer over the disk of an image.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="vm">The VM's name, after which the file is named; a name that is taken gets a number.</param>
    /// <param name="size">What the guest sees of it, bytes.</param>
    /// <param name="cancellationToken">Ends the making.</param>
    /// <returns>Its absolute path.</returns>
    /// <exception cref="LodgeException">It cannot be written.</exception>
    Task<string> CloneAsync(ImageDisk disk, string vm, long size, CancellationToken cancellationToken);

    /// <summary>Makes the disk from which cloud-init reads.</summary>
    /// <param name="files">Its files, by name.</param>
    /// <param name="vm">The VM's name.</param>
    /// <param name="cancellationToken">Ends the making.</param>
    /// <returns>Its absolute path.</returns>
    /// <exception cref="LodgeException">It cannot be written.</exception>
    Task<string> MakeSeedAsync(IReadOnlyDictionary<string, string> files, string vm, CancellationToken cancellationToken);

    /// <summary>Whether a file lies where the others make theirs, and nobody else does.</summary>
    bool IsOwn(string path);

    /// <summary>Deletes a file that one of the others made.</summary>
    void Delete(string path);
}
