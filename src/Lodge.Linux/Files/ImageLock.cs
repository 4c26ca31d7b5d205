using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Files;

/// <summary>Who else has a disk image open, as far as QEMU's own image locks tell.</summary>
/// <param name="InUse">Some process holds any of the image's lock bytes.</param>
/// <param name="HasWriter">Some process writes to the image or may resize it.</param>
/// <param name="ForbidsWriter">Some process uses the image and does not allow others to write meanwhile.</param>
public sealed record ImageLockState(bool InUse, bool HasWriter, bool ForbidsWriter);

/// <summary>
/// Reads QEMU's image locks without taking any. QEMU puts shared OFD locks on single bytes far inside the lock space
/// of the file: byte 100 + n for each permission n it uses, byte 200 + n for each permission n it denies to others
/// (block/file-posix.c; permission bits in include/block/block-common.h: 0 consistent read, 1 write, 2 write
/// unchanged, 3 resize).
/// </summary>
public static class ImageLock
{
    private const long UsedBase = 100;
    private const long DeniedBase = 200;
    private const int PermissionCount = 64;
    private const int Write = 1;
    private const int Resize = 3;

    private const short ReadLock = 0;
    private const short WriteLock = 1;
    private const short Unlocked = 2;

    /// <summary>Looks at the locks on an image. Locks that this same open file holds do not count.</summary>
    /// <param name="path">The image.</param>
    /// <exception cref="LinuxException">The image cannot be opened for reading, or its file system has no locks.</exception>
    public static ImageLockState Inspect(string path)
    {
        using var file = LinuxFile.Open(path, OpenFlags.Read | OpenFlags.NonBlocking);
        return Inspect(file, path);
    }

    /// <summary>
    /// Takes the locks that QEMU takes when it writes an image alone, so that no QEMU opens it meanwhile. They end when the
    /// file is closed.
    /// </summary>
    /// <param name="file">The image, open for reading and writing.</param>
    /// <param name="path">Its path, for errors.</param>
    /// <returns>False when somebody has the image open; nothing is locked then.</returns>
    /// <exception cref="LinuxException">Its file system has no locks.</exception>
    public static bool TryTake(SafeFileHandle file, string path)
    {
        foreach (var permission in (ReadOnlySpan<int>)[Write, Resize])
        {
            Lock(file, UsedBase + permission, path);
            Lock(file, DeniedBase + permission, path);
        }

        if (!Inspect(file, path).InUse)
        {
            return true;
        }

        Unlock(file, path);
        return false;
    }

    private static ImageLockState Inspect(SafeFileHandle file, string path)
    {
        var used = IsLocked(file, UsedBase, PermissionCount, path);
        var denied = IsLocked(file, DeniedBase, PermissionCount, path);
        return new ImageLockState(
            InUse: used || denied,
            HasWriter: used && (IsLocked(file, UsedBase + Write, 1, path) || IsLocked(file, UsedBase + Resize, 1, path)),
            ForbidsWriter: denied && IsLocked(file, DeniedBase + Write, 1, path));
    }

    private static unsafe bool IsLocked(SafeFileHandle file, long start, long length, string path)
    {
        var question = new LockQuestion { Type = WriteLock, Start = start, Length = length };

        // SAFETY: the structure is a local with the layout of 64-bit struct flock; the kernel reads and overwrites it.
        LinuxException.Check(FileCalls.Fcntl(file, FileCalls.OfdGetLock, (nint)(&question)), "fcntl(F_OFD_GETLK)", path);
        return question.Type != Unlocked;
    }

    private static void Lock(SafeFileHandle file, long start, string path) => Set(file, ReadLock, start, 1, path);

    private static void Unlock(SafeFileHandle file, string path) => Set(file, Unlocked, UsedBase, DeniedBase + PermissionCount - UsedBase, path);

    private static unsafe void Set(SafeFileHandle file, short type, long start, long length, string path)
    {
        var wanted = new LockQuestion { Type = type, Start = start, Length = length };

        // SAFETY: the structure is a local with the layout of 64-bit struct flock; the kernel reads it.
        LinuxException.Check(FileCalls.Fcntl(file, FileCalls.OfdSetLock, (nint)(&wanted)), "fcntl(F_OFD_SETLK)", path);
    }

    /// <summary>struct flock of 64-bit Linux; pid must be 0 for OFD locks.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct LockQuestion
    {
        [FieldOffset(0)] public short Type;
        [FieldOffset(8)] public long Start;
        [FieldOffset(16)] public long Length;
    }
}
