using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Qemu.Launching;

namespace Lodge.Qemu.Companions;

/// <summary>The folder in which a companion keeps what is its own.</summary>
internal static class CompanionFolder
{
    /// <summary>
    /// Makes the folder when it is missing, and gives it with all that is in it to a user: a VM may have another one
    /// than at its last start. Links in it are given away themselves, never what they point at.
    /// </summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="uid">The user, and the group of the same number; null for the daemon's own.</param>
    /// <param name="role">What the companion is, for errors.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.StorageFailed"/>: the folder cannot be made.</exception>
    public static void Prepare(string path, int? uid, string role)
    {
        try
        {
            PrivateFolder.Make(path);
            if (uid is { } id)
            {
                Give(path, (uint)id);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The folder '{path}' of the {role} cannot be made: {failure.Message}",
                "See that the daemon's state folder is writable and not full.",
                failure);
        }
    }

    private static void Give(string folder, uint uid)
    {
        LinuxFile.SetOwner(folder, uid, uid);
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
        }))
        {
            LinuxFile.SetOwner(entry, uid, uid);
        }
    }
}
