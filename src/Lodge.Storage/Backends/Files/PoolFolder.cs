using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Files;

/// <summary>The folder of a pool of files: made, measured, deleted.</summary>
internal static class PoolFolder
{
    private const int DefaultMode = 0b111_101_101;

    /// <summary>Makes a folder and those above it; does nothing where it is.</summary>
    /// <exception cref="LodgeException">It cannot be made.</exception>
    public static void Make(string path, FolderPermissions? permissions)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(path);
            using var folder = LinuxFile.Open(path, OpenFlags.Read | OpenFlags.Folder);
            LinuxFile.SetMode(folder, (uint)ModeOf(permissions, DefaultMode));
            if (permissions is { Owner: not null } or { Group: not null })
            {
                LinuxFile.SetOwner(folder, (uint?)permissions.Owner ?? uint.MaxValue, (uint?)permissions.Group ?? uint.MaxValue);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(ErrorCode.FileNotAccessible, $"The folder '{path}' cannot be made: {refused.Message}", cause: refused);
        }
    }

    /// <exception cref="LodgeException">There is no folder.</exception>
    public static void ThrowIfMissing(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new LodgeException(ErrorCode.FileNotFound, $"The folder '{path}' does not exist.", "Make it with 'lodge pool build' (virsh: pool-build), or by hand.");
        }
    }

    /// <summary>The room of the file system that a folder is on.</summary>
    /// <exception cref="LodgeException">There is no folder, or it cannot be reached.</exception>
    public static PoolRoom Measure(string path)
    {
        ThrowIfMissing(path);
        try
        {
            var space = FileSystemSpace.Of(path);
            return new PoolRoom(space.TotalBytes, space.TotalBytes - space.AvailableBytes, space.AvailableBytes);
        }
        catch (LinuxException refused)
        {
            throw new LodgeException(ErrorCode.FileNotAccessible, $"The folder '{path}' cannot be reached: {refused.Message}.", cause: refused);
        }
    }

    /// <summary>Deletes a folder with nothing in it; does nothing where there is none.</summary>
    /// <exception cref="LodgeException">It is not empty, or cannot be deleted.</exception>
    public static void DeleteEmpty(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The folder '{path}' cannot be deleted: {refused.Message}", "Delete the volumes in it first.", refused);
        }
    }

    /// <summary>Permission bits of a request.</summary>
    public static int ModeOf(FolderPermissions? permissions, int otherwise) =>
        permissions?.Mode is { } octal ? Convert.ToInt32(octal, 8) : otherwise;

    /// <summary>Permission bits as people write them.</summary>
    public static string Octal(int mode) => $"0{Convert.ToString(mode & 0xFFF, 8).PadLeft(3, '0')}";
}
