namespace Lodge.Qemu.Launching;

/// <summary>Folders that only the daemon's user can enter.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a folder and what is missing above it; one that exists stays as it is.</summary>
    public static void Make(string path) => Directory.CreateDirectory(path, OwnerOnly);
}
