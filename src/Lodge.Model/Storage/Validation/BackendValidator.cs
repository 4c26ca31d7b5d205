using System.Text.RegularExpressions;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Storage.Validation;

/// <summary>What each kind of storage needs to be told.</summary>
internal static partial class BackendValidator
{
    private const long MostId = uint.MaxValue - 1;

    public static void Check(PoolBackend backend, Place place)
    {
        switch (backend)
        {
            case FolderPoolBackend folder:
                place.TargetFolder("path", folder.Path);
                CheckPermissions(folder.Permissions, place.In("permissions"));
                break;
            case FileSystemPoolBackend fileSystem:
                place.AbsolutePath("device", fileSystem.Device);
                place.TargetFolder("path", fileSystem.Path);
                place.AddIf(fileSystem.FileSystem is { } kind && !PlainWord().IsMatch(kind), "fileSystem", "must be a word such as 'ext4'");
                CheckOptions(fileSystem.Options, place);
                CheckPermissions(fileSystem.Permissions, place.In("permissions"));
                break;
            case LvmPoolBackend lvm:
                LvmName(place, "volumeGroup", lvm.VolumeGroup);
                foreach (var (entry, device) in place.Each("devices", lvm.Devices))
                {
                    entry.AbsolutePath("", device);
                }

                break;
            case LvmThinPoolBackend thin:
                LvmName(place, "volumeGroup", thin.VolumeGroup);
                LvmName(place, "thinPool", thin.ThinPool);
                break;
            case DiskPoolBackend disk:
                place.AbsolutePath("device", disk.Device);
                break;
            default:
                RemoteBackendValidator.Check(backend, place);
                break;
        }
    }

    /// <summary>Options of a mount: words without commas, which would be further options.</summary>
    public static void CheckOptions(IReadOnlyList<string>? options, Place place)
    {
        foreach (var (entry, option) in place.Each("options", options))
        {
            entry.AddIf(option.Length == 0 || option.Contains(',', StringComparison.Ordinal) || option.Any(char.IsControl), "", "must be one option, without commas");
        }
    }

    public static void CheckPermissions(FolderPermissions? permissions, Place place)
    {
        place.AddIf(permissions?.Mode is { } mode && !Octal().IsMatch(mode), "mode", "must be octal digits such as '0711'");
        place.Range("owner", permissions?.Owner, 0, MostId);
        place.Range("group", permissions?.Group, 0, MostId);
    }

    /// <summary>A folder that a pool may own: an absolute path without <c>..</c>, and none of the host's own.</summary>
    public static void TargetFolder(this Place place, string field, string path)
    {
        place.AbsolutePath(field, path);
        place.AddIf(path.Split('/').Contains(".."), field, "must not contain '..'");
        place.AddIf(path.TrimEnd('/') is "" or "/dev" or "/proc" or "/sys" or "/etc" or "/usr" or "/boot", field, "must not be a folder of the system");
    }

    private static void LvmName(Place place, string field, string name) =>
        place.AddIf(!LvmWord().IsMatch(name) || name is "." or "..", field, "must be a name of LVM: letters, digits and '+_.-', no '-' first, at most 127");

    // lvm(8), "Valid names".
    [GeneratedRegex("^[A-Za-z0-9+_.][A-Za-z0-9+_.-]{0,126}$")]
    private static partial Regex LvmWord();

    [GeneratedRegex("^[a-z0-9._-]{1,32}$")]
    private static partial Regex PlainWord();

    [GeneratedRegex("^0?[0-7]{3,4}$")]
    private static partial Regex Octal();
}
