using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Files;

/// <summary>What pools of files can do.</summary>
internal static class FileCapabilities
{
    /// <summary>What all of them can.</summary>
    public static PoolCapabilities General { get; } = new()
    {
        Formats = [VolumeFormat.Raw, VolumeFormat.Qcow2, VolumeFormat.Vmdk, VolumeFormat.Vhdx, VolumeFormat.Vpc, VolumeFormat.Vdi],
        Create = true,
        Resize = true,
        Thin = true,
        LinkedClones = true,
        Snapshots = true,
        Transfer = true,
    };

    /// <summary>What the file system of a folder can.</summary>
    /// <exception cref="LinuxException">The folder is not there.</exception>
    public static PoolCapabilities Of(string folder)
    {
        var (readOnly, shares) = (FileSystemSpace.IsReadOnlyFileSystem(folder), FileSystemKind.SharesBlocks(folder));
        return readOnly
            ? General with { Create = false, Resize = false, ReadOnly = true, Note = "Its file system is read-only." }
            : General with { FastClones = shares, Note = shares ? "Full clones share their blocks with what they were made of (reflink)." : null };
    }
}
