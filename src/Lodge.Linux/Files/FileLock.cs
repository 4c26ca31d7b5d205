using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Files;

/// <summary>An exclusive lock on a file (flock): it ends with the process that holds it, whatever ends that.</summary>
public sealed class FileLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private FileLock(SafeFileHandle file, string path)
    {
        _file = file;
        Path = path;
    }

    /// <summary>The locked file.</summary>
    public string Path { get; }

    /// <summary>Takes the lock, making the file when it is not there; null when somebody else holds it.</summary>
    /// <param name="path">The lock file; it stays when the lock is released.</param>
    /// <exception cref="LinuxException">The file cannot be opened or locked for another reason.</exception>
    public static FileLock? TryTake(string path)
    {
        var file = LinuxFile.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NoFollow);
        if (FileCalls.Flock(file, FileCalls.LockExclusive | FileCalls.LockNonBlocking) == 0)
        {
            return new FileLock(file, path);
        }

        var failure = LinuxException.Last("flock", path);
        file.Dispose();
        return failure.Errno == Errno.EAGAIN ? null : throw failure;
    }

    /// <summary>Releases the lock; at once, even when a child that is just being spawned still has a copy of the descriptor.</summary>
    public void Dispose()
    {
        if (!_file.IsClosed)
        {
            _ = FileCalls.Flock(_file, FileCalls.LockRelease);
        }

        _file.Dispose();
    }
}
