using Lodge.Linux.Errors;
using Lodge.Linux.Files;

namespace Lodge.Linux.Cgroups;

/// <summary>
/// Hands controllers on to groups below, in a version 2 hierarchy: a group other than the root can only do so while it
/// has no processes itself ('no internal processes', cgroups(7)).
/// </summary>
internal static class CgroupDelegation
{
    /// <summary>Hands them on from the base through the folders below it.</summary>
    /// <returns>The hierarchy with the controllers that reached the last folder.</returns>
    public static CgroupHierarchy HandOn(CgroupHierarchy hierarchy, string[] below, List<string> notes)
    {
        if (hierarchy.Controllers.Count == 0)
        {
            return hierarchy;
        }

        var missing = hierarchy.Controllers.Except(Enabled(hierarchy.BaseFolder)).ToList();
        if (missing.Count > 0 && !IsRoot(hierarchy.BaseFolder))
        {
            MoveSelfToLeaf(hierarchy.BaseFolder);
        }

        var controllers = hierarchy.Controllers;
        foreach (var folder in below.Select(name => Path.Combine(hierarchy.BaseFolder, name)).Prepend(hierarchy.BaseFolder))
        {
            controllers = Enable(folder, controllers, notes);
        }

        return hierarchy with { Controllers = controllers };
    }

    /// <summary>Only the root group has no cgroup.type.</summary>
    private static bool IsRoot(string folder) => !File.Exists(Path.Combine(folder, "cgroup.type"));

    private static string[] Enabled(string folder) =>
        (KernelFile.TryRead(Path.Combine(folder, CgroupFiles.SubtreeControl)) ?? "")
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static void MoveSelfToLeaf(string folder)
    {
        CgroupFiles.MakeFolders(folder, CgroupLayoutParser.DaemonLeaf);
        KernelFile.Write(Path.Combine(folder, CgroupLayoutParser.DaemonLeaf, CgroupFiles.Procs), "0");
    }

    private static IReadOnlyList<string> Enable(string folder, IReadOnlyList<string> controllers, List<string> notes)
    {
        var enabled = Enabled(folder).ToHashSet();
        foreach (var controller in controllers.Where(controller => !enabled.Contains(controller)))
        {
            try
            {
                KernelFile.Write(Path.Combine(folder, CgroupFiles.SubtreeControl), $"+{controller}");
                enabled.Add(controller);
            }
            catch (LinuxException refused)
            {
                notes.Add(refused.Errno == Errno.EBUSY
                    ? $"cgroups: {controller} not available because other processes share the daemon's group {folder}; "
                        + "run lodged as a service with a delegated group of its own (systemd: Delegate=yes)"
                    : $"cgroups: {controller} not available because {refused.Message}");
            }
        }

        return [.. controllers.Where(enabled.Contains)];
    }
}
