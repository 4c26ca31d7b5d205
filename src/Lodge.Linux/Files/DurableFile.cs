using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Files;

/// <summary>Writes small files so that after a crash either the old or the new contents are there, whole.</summary>
public static class DurableFile
{
    /// <summary>Replaces a file: a temporary one beside it is written, synced and renamed, then the folder synced.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="contents">Its new contents.</param>
    /// <param name="mode">Its permission bits; 0600 when not given.</param>
    /// <param name="cancellation">Honoured until the rename, which is not undone.</param>
    /// <exception cref="LinuxException">A step failed (disk full, read-only, no permission); the old file stands.</exception>
    public static Task WriteAtomicallyAsync(
        string path, ReadOnlyMemory<byte> contents, uint mode = 0x180, CancellationToken cancellation = default) =>
        // fsync has no asynchronous form; a pool thread waits for the disk instead of the caller.
        Task.Run(() => Write(Path.GetFullPath(path), contents.Span, mode, cancellation), cancellation);

    private static void Write(string path, ReadOnlySpan<byte> contents, uint mode, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(path)
            ?? throw new ArgumentException("The root folder is not a file.", nameof(path));
        var temporary = $"{path}.{RandomName()}.tmp";
        try
        {
            using (var file = LinuxFile.Open(
                temporary, OpenFlags.Write | OpenFlags.Create | OpenFlags.MustBeNew | OpenFlags.NoFollow, 0x180))
            {
                WriteAll(file, contents, temporary);
                LinuxFile.SetMode(file, mode);
                LinuxException.Check(FileCalls.Fsync(file), "fsync", temporary);
            }

            cancellation.ThrowIfCancellationRequested();
            LinuxException.Check(FileCalls.Rename(temporary, path), "rename", path);
        }
        catch
        {
            // The temporary file may never have come to be; the first failure is the one to tell.
            _ = FileCalls.Unlink(temporary);
            throw;
        }

        SyncFolder(folder);
    }

    /// <summary>Makes the names in a folder durable (fsync on the folder).</summary>
    /// <param name="folder">The folder whose entries were added, renamed or removed.</param>
    /// <exception cref="LinuxException">The folder cannot be opened or synced.</exception>
    public static void SyncFolder(string folder)
    {
        using var handle = LinuxFile.Open(folder, OpenFlags.Read | OpenFlags.Folder);
        LinuxException.Check(FileCalls.Fsync(handle), "fsync", folder);
    }

    private static unsafe void WriteAll(SafeFileHandle file, ReadOnlySpan<byte> contents, string path)
    {
        while (!contents.IsEmpty)
        {
            // SAFETY: the span is pinned for the call and its own length is passed.
            fixed (byte* data = contents)
            {
                var written = FileCalls.Write(file, data, contents.Length);
                if (written >= 0)
                {
                    contents = contents[(int)written..];
                    continue;
                }
            }

            var failure = LinuxException.Last("write", path);
            if (failure.Errno != Errno.EINTR)
            {
                throw failure;
            }
        }
    }

    private static string RandomName() => Guid.NewGuid().ToString("N")[..12];
}
