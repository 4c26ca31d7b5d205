using Lodge.Linux.Errors;

namespace Lodge.Linux.Cgroups.Control;

/// <summary>
/// Groups below the one of a VM that hold single threads of its QEMU. In version 1 any group can; in version 2 a group
/// must be threaded, which makes the VM's own group the domain of all (the kernel's admin-guide/cgroup-v2.rst, 'Threads').
/// </summary>
public static class ThreadGroups
{
    private const string TypeFile = "cgroup.type";

    /// <summary>The writes that make a new group below <paramref name="parent"/> take threads.</summary>
    /// <param name="parent">The VM's group, with the cpu controller.</param>
    /// <param name="child">The group below, whose folder was just made.</param>
    public static IReadOnlyList<CgroupWrite> Prepare(CgroupPlace parent, CgroupPlace child) => parent.Version == 1
        ? []
        : [new(child.PathOf(TypeFile), "threaded"), new(parent.PathOf(CgroupFiles.SubtreeControl), "+cpu")];

    /// <summary>Makes the folder of a group; one that is there is kept.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void Make(CgroupPlace parent, CgroupPlace child) =>
        CgroupFiles.MakeFolders(parent.Folder, Path.GetFileName(child.Folder));

    /// <summary>Removes a group that holds no thread any more; false when one is in it.</summary>
    /// <exception cref="LinuxException">The kernel refused for another reason.</exception>
    public static bool TryRemove(CgroupPlace child) => CgroupFiles.TryRemove(child.Folder);
}
