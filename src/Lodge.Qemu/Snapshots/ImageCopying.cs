using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Snapshots;

/// <summary>Copies image files byte for byte, with what they hold besides what a guest sees.</summary>
internal static class ImageCopying
{
    private const int PermissionBits = 0x1B6; // 0666

    /// <summary>Copies a file; owner and permissions are the same. File systems that can share the blocks of both copy nothing.</summary>
    /// <exception cref="LodgeException">The new file exists, or there is no room.</exception>
    public static void Copy(string from, string to)
    {
        try
        {
            var owner = FileIdentity.Of(from);
            File.Copy(from, to, overwrite: false);
            try
            {
                using var file = LinuxFile.Open(to, OpenFlags.Write | OpenFlags.NoFollow);
                LinuxFile.SetMode(file, (uint)owner.Permissions & PermissionBits);
                if (Environment.IsPrivilegedProcess)
                {
                    LinuxFile.SetOwner(file, (uint)owner.Uid, (uint)owner.Gid);
                }

                RandomAccess.FlushToDisk(file);
            }
            catch
            {
                File.Delete(to);
                throw;
            }

            DurableFile.SyncFolder(Path.GetDirectoryName(to)!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var isFull = failure is LinuxException { Name: "ENOSPC" or "EDQUOT" } || failure.Message.Contains("No space", StringComparison.OrdinalIgnoreCase);
            throw new LodgeException(
                isFull ? ErrorCode.InsufficientResources : ErrorCode.StorageFailed,
                $"The image '{from}' cannot be copied to '{to}': {failure.Message}",
                "The copy is made beside the image: see that there is room, and that the daemon may write there.",
                failure);
        }
    }
}
