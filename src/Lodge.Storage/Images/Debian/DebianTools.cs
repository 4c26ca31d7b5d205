using Lodge.Model.Errors;

namespace Lodge.Storage.Images.Debian;

/// <summary>What a Debian image is made with.</summary>
internal static class DebianTools
{
    private static readonly string[] Places = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"];

    private static readonly ImageTool[] All =
        [new("mmdebstrap", "mmdebstrap"), Sfdisk, MakeExt4, MakeFat, MakeFolders, CopyIntoFat, new("tar", "tar"), ImageTool.QemuImg];

    /// <summary>Writes partition tables.</summary>
    public static ImageTool Sfdisk => new("sfdisk", "fdisk");

    /// <summary>Makes the root file system, with what is in it.</summary>
    public static ImageTool MakeExt4 => new("mke2fs", "e2fsprogs");

    /// <summary>Makes the EFI file system.</summary>
    public static ImageTool MakeFat => new("mkfs.vfat", "dosfstools");

    /// <summary>Makes folders in it.</summary>
    public static ImageTool MakeFolders => new("mmd", "mtools");

    /// <summary>Puts files into it.</summary>
    public static ImageTool CopyIntoFat => new("mcopy", "mtools");

    /// <summary>Refuses a host on which something is missing, naming all of it at once.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>.</exception>
    public static void ThrowIfMissing()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, "Building a Debian image needs a daemon with root's rights: the files in it belong to root.", "Pull one instead: lodge image pull debian/13");
        }

        var missing = All.Where(tool => !Places.Any(place => File.Exists(Path.Combine(place, tool.Program)))).ToList();
        if (missing.Count > 0)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"Programs are missing on this host: {string.Join(", ", missing.Select(tool => tool.Program))}.",
                $"Install them: apt-get install {string.Join(' ', missing.Select(tool => tool.Package).Distinct())}");
        }
    }
}
