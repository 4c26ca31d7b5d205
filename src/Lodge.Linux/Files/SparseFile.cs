using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Files;

/// <summary>Files with holes: finding the data in them, making holes, reserving room, sharing blocks.</summary>
public static class SparseFile
{
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const int KeepSize = 1;
    private const int PunchHole = 2;
    private const int ZeroRange = 0x10;

    // _IOW(0x94, 9, int), linux/fs.h.
    private const uint CloneRequest = 0x40049409;

    /// <summary>The next part of a file with data, from an offset on; null when only holes follow.</summary>
    /// <exception cref="LinuxException">It is no file with positions.</exception>
    public static (long Offset, long Length)? NextData(SafeFileHandle file, long offset)
    {
        var start = FileCalls.Seek(file, (nint)offset, SeekData);
        if (start == -1)
        {
            var failure = LinuxException.Last("lseek(SEEK_DATA)");
            return failure.Errno == Errno.ENXIO ? null : throw failure;
        }

        var end = FileCalls.Seek(file, start, SeekHole);
        return end == -1 ? throw LinuxException.Last("lseek(SEEK_HOLE)") : (start, end - start);
    }

    /// <summary>Makes a part of a file a hole, or on a block device tells it that the part is not needed; it reads as zeros.</summary>
    /// <returns>False where the file system or device cannot do that; nothing was changed.</returns>
    /// <exception cref="LinuxException">The kernel refused for another reason.</exception>
    public static bool TryPunch(SafeFileHandle file, long offset, long length) => TryAllocate(file, PunchHole | KeepSize, offset, length);

    /// <summary>Makes a part of a file or block device read as zeros, by the quickest way that it has.</summary>
    /// <inheritdoc cref="TryPunch"/>
    public static bool TryZero(SafeFileHandle file, long offset, long length) => TryAllocate(file, ZeroRange | KeepSize, offset, length);

    /// <summary>Reserves room for a part of a file, which grows to its end.</summary>
    /// <inheritdoc cref="TryPunch"/>
    public static bool TryReserve(SafeFileHandle file, long offset, long length) => TryAllocate(file, 0, offset, length);

    /// <summary>Makes a file share all blocks of another one, so that both take the room of one until they are written (btrfs, XFS).</summary>
    /// <returns>False where the file systems cannot do that; nothing was changed.</returns>
    public static bool TryShare(SafeFileHandle from, SafeFileHandle to)
    {
        using var lease = new HandleLease(from);
        return FileCalls.Ioctl(to, CloneRequest, lease.Number) != -1;
    }

    private static bool TryAllocate(SafeFileHandle file, int mode, long offset, long length)
    {
        while (FileCalls.Allocate(file, mode, offset, length) == -1)
        {
            var failure = LinuxException.Last("fallocate");
            if (failure.Errno is Errno.EOPNOTSUPP or Errno.ENOSYS or Errno.ENODEV)
            {
                return false;
            }

            if (failure.Errno != Errno.EINTR)
            {
                throw failure;
            }
        }

        return true;
    }
}
