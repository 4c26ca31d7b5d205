using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;

namespace Lodge.Daemon.Hosting;

/// <summary>Makes the daemon's folders and takes them for this daemon alone.</summary>
internal static class DaemonFolders
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folders and locks them.</summary>
    /// <returns>The lock; it ends with the process, however that ends.</returns>
    /// <exception cref="LodgeException">A folder cannot be written, or another daemon serves it.</exception>
    public static FileLock Take(Folders folders)
    {
        Make(folders.Run, Open);
        Make(folders.State, Private);
        Make(folders.Log, Private);
        try
        {
            return FileLock.TryTake(folders.LockFile) ?? throw new LodgeException(
                ErrorCode.AlreadyRunning,
                $"Another lodged serves {folders.State} already.",
                "Stop it first, or give this one a folder of its own with --root.");
        }
        catch (LinuxException failure)
        {
            throw Unusable(folders.State, failure);
        }
    }

    private static void Make(string path, UnixFileMode mode)
    {
        try
        {
            Directory.CreateDirectory(path, mode);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, failure);
        }
    }

    private static LodgeException Unusable(string path, Exception failure) => new(
        ErrorCode.StorageFailed,
        $"The folder {path} cannot be used: {failure.Message}",
        "Make it writable for this user, or choose another with --root.",
        failure);
}
