using Lodge.Engine.Ports;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Qemu.Images;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Saving;

/// <summary>
/// Writes a saved state anew with another head. Needs room for a second copy meanwhile, since a longer head moves all that
/// follows.
/// </summary>
internal static class HeadReplacer
{
    private const int Piece = 1 << 20;

    /// <summary>Writes the file. On failure or cancellation the old one is still there.</summary>
    /// <exception cref="LodgeException">The file is missing, no saved state, or cannot be written.</exception>
    public static async Task ReplaceAsync(string path, SavedStateHeader header, CancellationToken cancellationToken)
    {
        var (_, length) = await SavedStates.ReadHeadAsync(path, cancellationToken);
        var head = SaveFileFormat.Write(header);
        await PartialFile.WriteAsync(
            path,
            async file =>
            {
                using var old = ImageFile.Open(path, "saved state", OpenFlags.Read);
                File.SetUnixFileMode(file, File.GetUnixFileMode(old));
                await RandomAccess.WriteAsync(file, head, 0, cancellationToken);
                await CopyAsync(old, length, file, head.Length, cancellationToken);
            },
            SaveTrouble.Of,
            cancellationToken);
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
