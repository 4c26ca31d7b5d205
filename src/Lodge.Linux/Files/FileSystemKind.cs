using Lodge.Linux.Errors;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Files;

/// <summary>What kind of file system a path is on.</summary>
public static class FileSystemKind
{
    // linux/magic.h.
    private const long Btrfs = 0x9123683E;
    private const long Xfs = 0x58465342;
    private const int StatFsSize = 256;

    /// <summary>The number by which the kernel knows the kind (linux/magic.h).</summary>
    /// <exception cref="LinuxException">The path does not exist or cannot be reached.</exception>
    public static unsafe long MagicOf(string path)
    {
        var data = stackalloc byte[StatFsSize];

        // SAFETY: the buffer is larger than struct statfs (120 bytes on 64-bit Linux), whose first field is the kind.
        LinuxException.Check(FileCalls.StatFs(path, data), "statfs", path);
        return *(long*)data;
    }

    /// <summary>Whether files there can share blocks until they are written. XFS made with reflink=0 is believed to, and then refuses.</summary>
    /// <exception cref="LinuxException">The path does not exist or cannot be reached.</exception>
    public static bool SharesBlocks(string path) => MagicOf(path) is Btrfs or Xfs;
}
