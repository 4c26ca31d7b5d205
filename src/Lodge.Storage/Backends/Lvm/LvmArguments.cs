using System.Globalization;

namespace Lodge.Storage.Backends.Lvm;

/// <summary>
/// Command lines of LVM. Pure. Names come checked (<see cref="LvmNames"/>), so that none can be taken for an option; sizes are
/// bytes, which LVM rounds up to its extents.
/// </summary>
internal static class LvmArguments
{
    private static readonly string[] s_report = ["--reportformat", "json", "--units", "b", "--nosuffix"];

    /// <summary>Reports on a volume group.</summary>
    public static IReadOnlyList<string> Group(string group) => ["vgs", .. s_report, "-o", "vg_name,vg_size,vg_free,vg_extent_size,vg_missing_pv_count,lv_count", group];

    /// <summary>Reports on the devices of a volume group.</summary>
    public static IReadOnlyList<string> Devices(string group) => ["pvs", .. s_report, "-o", "pv_name,vg_name", "-S", $"vg_name={group}"];

    /// <summary>Reports on the devices of all volume groups.</summary>
    public static IReadOnlyList<string> AllDevices() => ["pvs", .. s_report, "-o", "pv_name,vg_name"];

    /// <summary>Reports on volumes: of a group (<c>vg</c>), or one (<c>vg/lv</c>).</summary>
    public static IReadOnlyList<string> Volumes(string place) =>
        ["lvs", .. s_report, "-o", "lv_name,lv_size,lv_layout,lv_role,lv_path,lv_device_open,origin,pool_lv,data_percent,metadata_percent", place];

    /// <summary>Gives a device to LVM.</summary>
    public static IReadOnlyList<string> MakeDevice(string device) => ["pvcreate", "-q", "-y", device];

    /// <summary>Takes a device from LVM.</summary>
    public static IReadOnlyList<string> ForgetDevice(string device) => ["pvremove", "-q", "-y", device];

    /// <summary>Makes a volume group.</summary>
    public static IReadOnlyList<string> MakeGroup(string group, IEnumerable<string> devices) => ["vgcreate", "-q", "-y", group, .. devices];

    /// <summary>Deletes a volume group without volumes.</summary>
    public static IReadOnlyList<string> DeleteGroup(string group) => ["vgremove", "-q", group];

    /// <summary>Makes the nodes of a group's volumes, or takes them away.</summary>
    public static IReadOnlyList<string> Activate(string group, bool on) => ["vgchange", "-q", on ? "-ay" : "-an", group];

    /// <summary>Takes the node of a volume away.</summary>
    public static IReadOnlyList<string> Deactivate(string group, string name) => ["lvchange", "-q", "-an", $"{group}/{name}"];

    /// <summary>Makes a volume; what its first bytes were is forgotten.</summary>
    public static IReadOnlyList<string> Make(string group, string name, long bytes) =>
        ["lvcreate", "-q", "-y", "-Wy", "-Zy", "-n", name, "-L", Bytes(bytes), group];

    /// <summary>Makes a volume where the kernel cannot show it.</summary>
    public static IReadOnlyList<string> MakeUnseen(string group, string name, long bytes) =>
        ["lvcreate", "-q", "-y", "-an", "-Wn", "-Zn", "-n", name, "-L", Bytes(bytes), group];

    /// <summary>Makes a volume of a thin pool.</summary>
    public static IReadOnlyList<string> MakeThin(string group, string pool, string name, long bytes) =>
        ["lvcreate", "-q", "-y", "-V", Bytes(bytes), "--thinpool", pool, "-n", name, group];

    /// <summary>Makes a volume of a thin pool that shares its blocks with another, and is used like any other.</summary>
    public static IReadOnlyList<string> CloneThin(string group, string origin, string name) =>
        ["lvcreate", "-q", "-y", "-s", "-kn", "-ay", "-n", name, $"{group}/{origin}"];

    /// <summary>Makes a thin pool of a share of what is free; the rest is for its tables, and for LVM's own repairs.</summary>
    public static IReadOnlyList<string> MakeThinPool(string group, string pool, int percent) =>
        ["lvcreate", "-q", "-y", "--type", "thin-pool", "-l", string.Create(CultureInfo.InvariantCulture, $"{percent}%FREE"), "-n", pool, group];

    /// <summary>Makes a volume larger.</summary>
    public static IReadOnlyList<string> Extend(string group, string name, long bytes) => ["lvextend", "-q", "-L", Bytes(bytes), $"{group}/{name}"];

    /// <summary>Makes a volume smaller; what is beyond is lost.</summary>
    public static IReadOnlyList<string> Reduce(string group, string name, long bytes) => ["lvreduce", "-q", "-f", "-y", "-L", Bytes(bytes), $"{group}/{name}"];

    /// <summary>Deletes a volume.</summary>
    public static IReadOnlyList<string> Delete(string group, string name) => ["lvremove", "-q", "-y", $"{group}/{name}"];

    private static string Bytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes}b");
}
