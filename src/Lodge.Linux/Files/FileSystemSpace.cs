using Lodge.Linux.Errors;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Files;

/// <summary>How full the file system under a path is, and whether it can be written at all.</summary>
/// <param name="TotalBytes">Size of the file system.</param>
/// <param name="FreeBytes">Free, including the part kept for root.</param>
/// <param name="AvailableBytes">Free for ordinary users.</param>
/// <param name="IsReadOnly">Whether it is mounted read-only.</param>
public sealed record FileSystemSpace(long TotalBytes, long FreeBytes, long AvailableBytes, bool IsReadOnly)
{
    /// <summary>Asks the kernel about the file system that holds a path.</summary>
    /// <param name="path">An existing file or folder.</param>
    /// <exception cref="LinuxException">The path does not exist or cannot be reached.</exception>
    public static unsafe FileSystemSpace Of(string path)
    {
        const int StatVfsSize = 256;
        var data = stackalloc ulong[StatVfsSize / sizeof(ulong)];

        // SAFETY: struct statvfs of 64-bit glibc has 112 bytes; the buffer has more. Fields are unsigned longs:
        // f_bsize, f_frsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree, f_favail, f_fsid, f_flag.
        LinuxException.Check(FileCalls.StatVfs(path, data), "statvfs", path);
        var unit = data[1];
        return new FileSystemSpace(
            (long)(data[2] * unit), (long)(data[3] * unit), (long)(data[4] * unit), (data[9] & 1) != 0);
    }

    /// <summary>Whether the file system that holds a path is mounted read-only.</summary>
    /// <param name="path">An existing file or folder.</param>
    /// <exception cref="LinuxException">The path does not exist or cannot be reached.</exception>
    public static bool IsReadOnlyFileSystem(string path) => Of(path).IsReadOnly;
}
