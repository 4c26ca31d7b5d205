using Lodge.Linux.Errors;
using Lodge.Model.Errors;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Planning.Graphics;

namespace Lodge.Qemu.Launching.Graphics;

/// <summary>Makes the folder that belongs to a VM's user. It goes with the run folder that it lies in.</summary>
internal static class OwnFolderMaker
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder, its files and the links into it.</summary>
    /// <param name="folder">What to make.</param>
    /// <param name="uid">Whose it is; null for the daemon's own user.</param>
    /// <exception cref="LodgeException">A file is missing, or a link cannot be made.</exception>
    public static void Make(OwnFolder folder, int? uid)
    {
        PrivateFolder.Make(folder.Path);
        foreach (var file in folder.Files)
        {
            Copy(file.Source, Path.Combine(folder.Path, file.Name));
        }

        CompanionFolder.Prepare(folder.Path, uid, "VM");
        foreach (var link in folder.Links)
        {
            Link(link);
        }
    }

    // Its own copy, since the key can be read by root alone, and the VM is not root.
    private static void Copy(string source, string target)
    {
        try
        {
            PrivateFolder.Make(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, File.ReadAllBytes(source));
            File.SetUnixFileMode(target, FileMode);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.FileNotAccessible,
                $"The certificate file '{source}' cannot be read for an encrypted display: {failure.Message}",
                "See that it is there and that the daemon may read it.",
                failure);
        }
    }

    private static void Link(PlannedLink link)
    {
        UserSocket.ThrowIfInUse(link.Path, "display");
        try
        {
            if (new FileInfo(link.Path).LinkTarget is not null)
            {
                File.Delete(link.Path); // What a former start left.
            }

            File.CreateSymbolicLink(link.Path, link.Target);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or LinuxException)
        {
            throw new LodgeException(
                ErrorCode.FileNotAccessible,
                $"The link '{link.Path}' to the display's socket cannot be made: {failure.Message}",
                "See that its folder exists, that the daemon may write there, and that no other file is in its place.",
                failure);
        }
    }
}
