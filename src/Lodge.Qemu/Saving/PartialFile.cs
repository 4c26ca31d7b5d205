using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Saving;

/// <summary>
/// Files of saved states and memory dumps while they are being written: under another name at first, then synced and renamed,
/// so that a file with the right name is always whole.
/// </summary>
internal static class PartialFile
{
    /// <summary>Writes a file. On failure or cancellation it is gone, and what was there under its name stays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <param name="trouble">Puts what the kernel refused into words for people.</param>
    /// <param name="cancellationToken">Ends the waiting for the disk.</param>
    /// <exception cref="LodgeException">Why it could not be written.</exception>
    public static async Task WriteAsync(
        string path, Func<SafeFileHandle, Task> write, Func<Exception, string, Exception> trouble, CancellationToken cancellationToken)
    {
        var partial = SavedStates.PartialPath(path);
        try
        {
            using (var file = LinuxFile.Open(partial, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NoFollow))
            {
                await write(file);
                await Task.Run(() => RandomAccess.FlushToDisk(file), cancellationToken);
            }

            File.Move(partial, path, overwrite: true);
            DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
        }
        catch (Exception failure)
        {
            Remove(path);
            throw failure is LodgeException or OperationCanceledException ? failure : trouble(failure, path);
        }
    }

    /// <summary>Deletes what unfinished writing to <paramref name="path"/> left, as far as that is possible.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(SavedStates.PartialPath(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What made it fail keeps the file from being deleted too.
            return;
        }
    }
}
