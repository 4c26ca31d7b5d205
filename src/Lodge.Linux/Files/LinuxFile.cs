using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Files;

/// <summary>Opens files as the kernel does, with its own reasons for a refusal.</summary>
public static class LinuxFile
{
    /// <summary>Opens a file; the descriptor is close-on-exec.</summary>
    /// <param name="path">The file; a relative path starts at the process's working folder.</param>
    /// <param name="flags">How to open it.</param>
    /// <param name="mode">Permission bits of a file that this call creates, before the umask.</param>
    /// <exception cref="LinuxException">The kernel refused; the message says why.</exception>
    public static SafeFileHandle Open(string path, OpenFlags flags, uint mode = 0x180 /* 0600 */)
    {
        while (true)
        {
            var handle = FileCalls.OpenAt(FileCalls.AtCurrentFolder, path, flags.ToNative(), mode);
            if (!handle.IsInvalid)
            {
                return handle;
            }

            var failure = LinuxException.Last("open", path);
            handle.Dispose();
            if (failure.Errno != Errno.EINTR)
            {
                throw failure;
            }
        }
    }

    /// <summary>Sets the permission bits of an open file (fchmod).</summary>
    /// <param name="file">The open file.</param>
    /// <param name="mode">Permission bits, such as 0600 in octal.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void SetMode(SafeFileHandle file, uint mode) =>
        LinuxException.Check(FileCalls.Fchmod(file, mode), "fchmod");

    /// <summary>Sets the position at which the next read or write begins (lseek), also for those who got the open file.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="offset">Bytes from the beginning.</param>
    /// <exception cref="LinuxException">The file has no positions, such as a pipe.</exception>
    public static void Seek(SafeFileHandle file, long offset)
    {
        if (FileCalls.Seek(file, (nint)offset, 0) == -1)
        {
            throw LinuxException.Last("lseek");
        }
    }

    /// <summary>Gives an open file to another owner (fchown).</summary>
    /// <param name="file">The open file.</param>
    /// <param name="uid">The new owner.</param>
    /// <param name="gid">The new group.</param>
    /// <exception cref="LinuxException">The kernel refused; only root may give files away.</exception>
    public static void SetOwner(SafeFileHandle file, uint uid, uint gid) =>
        LinuxException.Check(FileCalls.Fchown(file, uid, gid), "fchown");

    /// <summary>Gives whatever is at a path to another owner (lchown), a symbolic link itself and not its target.</summary>
    /// <param name="path">The path.</param>
    /// <param name="uid">The new owner.</param>
    /// <param name="gid">The new group.</param>
    /// <exception cref="LinuxException">The kernel refused; only root may give files away.</exception>
    public static void SetOwner(string path, uint uid, uint gid) =>
        LinuxException.Check(FileCalls.ChownLink(path, uid, gid), "lchown", path);

    /// <summary>Gives a path to another group (chown), also one that cannot be opened, such as a socket.</summary>
    /// <param name="path">The path; a symbolic link is followed.</param>
    /// <param name="gid">The new group; the owner stays.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void SetGroup(string path, uint gid) =>
        LinuxException.Check(FileCalls.Chown(path, uint.MaxValue, gid), "chown");
}
