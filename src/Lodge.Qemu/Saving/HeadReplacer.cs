using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Qemu.Images;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Saving;

/// <summary>
/// Writes a saved state anew with another head: under another name at first, then synced and renamed. Needs room for a
/// second copy meanwhile, since a longer head moves all that follows.
/// </summary>
internal static class HeadReplacer
{
    private const int Piece = 1 << 20;

    /// <summary>Writes the file. On failure or cancellation the old one is still there.</summary>
    /// <exception cref="LodgeException">The file is missing, no saved state, or cannot be written.</exception>
    public static async Task ReplaceAsync(string path, SavedStateHeader header, CancellationToken cancellationToken)
    {
        var (_, length) = await SavedStates.ReadHeadAsync(path, cancellationToken);
        var partial = SavedStates.PartialPath(path);
        try
        {
            using (var old = ImageFile.Open(path, "saved state", OpenFlags.Read))
            using (var file = SaveWriter.Create(partial))
            {
                File.SetUnixFileMode(file, File.GetUnixFileMode(old));
                var head = SaveFileFormat.Write(header);
                await RandomAccess.WriteAsync(file, head, 0, cancellationToken);
                await CopyAsync(old, length, file, head.Length, cancellationToken);
                await Task.Run(() => RandomAccess.FlushToDisk(file), cancellationToken);
            }

            File.Move(partial, path, overwrite: true);
            DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
        }
        catch (Exception failure)
        {
            SaveWriter.RemovePartial(path);
            throw failure is LodgeException or OperationCanceledException ? failure : SaveTrouble.Of(failure, path);
        }
    }

    private static async Task CopyAsync(SafeFileHandle from, long fromOffset, SafeFileHandle to, long toOffset, CancellationToken cancellationToken)
    {
        var piece = new byte[Piece];
        for (int read; (read = await RandomAccess.ReadAsync(from, piece, fromOffset, cancellationToken)) > 0;)
        {
            await RandomAccess.WriteAsync(to, piece.AsMemory(0, read), toOffset, cancellationToken);
            (fromOffset, toOffset) = (fromOffset + read, toOffset + read);
        }
    }
}
