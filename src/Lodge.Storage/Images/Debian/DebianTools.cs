using Lodge.Model.Errors;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Images.Debian;

/// <summary>What a Debian image is made with.</summary>
internal static class DebianTools
{
    private static readonly string[] Places = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"];

    private static readonly HostTool[] All =
        [new("mmdebstrap", "mmdebstrap"), Sfdisk, MakeExt4, MakeFat, MakeFolders, CopyIntoFat, new("tar", "tar"), HostTool.QemuImg];

    /// <summary>Writes partition tables.</summary>
    public static HostTool Sfdisk => new("sfdisk", "fdisk");

    /// <summary>Makes the root file system, with what is in it.</summary>
    public static HostTool MakeExt4 => new("mke2fs", "e2fsprogs");

    /// <summary>Makes the EFI file system.</summary>
    public static HostTool MakeFat => new("mkfs.vfat", "dosfstools");

    /// <summary>Makes folders in it.</summary>
    public static HostTool MakeFolders => new("mmd", "mtools");

    /// <summary>Puts files into it.</summary>
    public static HostTool CopyIntoFat => new("mcopy", "mtools");

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
