using System.Text;

namespace Lodge.Linux.Cgroups;

/// <summary>
/// Reads the layout out of the kernel's tables: proc_pid_mountinfo(5) tells where hierarchies are mounted,
/// /proc/PID/cgroup (cgroups(7)) where in each of them the process is.
/// </summary>
internal static class CgroupLayoutParser
{
    /// <summary>The daemon's own leaf, made where version 2 wants a group with children to be without processes.</summary>
    public const string DaemonLeaf = "lodge-daemon";

    private static readonly string[] s_used = ["cpu", "cpuacct", "memory", "blkio", "io", "pids"];

    /// <summary>The layout.</summary>
    /// <param name="mountInfo">Text of /proc/self/mountinfo.</param>
    /// <param name="ownGroups">Text of /proc/self/cgroup.</param>
    /// <param name="controllersOf">The contents of cgroup.controllers in a folder of a version 2 hierarchy.</param>
    public static CgroupLayout Parse(string mountInfo, string ownGroups, Func<string, string> controllersOf)
    {
        var mounts = Lines(mountInfo).Select(ParseMount).OfType<Mount>().ToList();
        var hierarchies = new List<CgroupHierarchy>();
        var notes = new List<string>();
        foreach (var line in Lines(ownGroups))
        {
            var own = ParseOwn(line);
            var mount = mounts.Find(mount => mount.IsOf(own));
            if (!own.IsUsed || mount is null)
            {
                continue;
            }

            if (FolderOf(own, mount) is { } folder)
            {
                hierarchies.Add(new CgroupHierarchy(own.Version, folder, Used(own, folder, controllersOf)));
            }
            else
            {
                notes.Add($"cgroups: {own.Name} not available because the daemon's group '{own.Path}' "
                    + $"is outside of what is mounted at {mount.Point}");
            }
        }

        // The kernel lists hierarchies newest first; by folder the order does not change between boots.
        hierarchies.Sort((left, right) => string.CompareOrdinal(left.BaseFolder, right.BaseFolder));
        if (hierarchies.Count == 0 && notes.Count == 0)
        {
            notes.Add("cgroups: not available because no hierarchy with a controller that Lodge uses is mounted");
        }

        return new CgroupLayout(KindOf(hierarchies), hierarchies, notes);
    }

    private static CgroupKind KindOf(List<CgroupHierarchy> hierarchies) =>
        (hierarchies.Exists(hierarchy => hierarchy.Version == 1), hierarchies.Exists(hierarchy => hierarchy.Version == 2))
        switch
        {
            (true, true) => CgroupKind.Hybrid,
            (true, false) => CgroupKind.V1,
            (false, true) => CgroupKind.V2,
            (false, false) => CgroupKind.None,
        };

    private static string[] Used(OwnGroup own, string folder, Func<string, string> controllersOf)
    {
        var present = own.Version == 1
            ? own.Controllers
            : controllersOf(folder).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return [.. s_used.Intersect(present)];
    }

    /// <summary>The folder of the own group; null when the mount does not show it (containers, namespaces).</summary>
    private static string? FolderOf(OwnGroup own, Mount mount)
    {
        var root = mount.Root.TrimEnd('/');
        if (own.Path.StartsWith("/..", StringComparison.Ordinal)
            || !(own.Path == root || own.Path.StartsWith(root + "/", StringComparison.Ordinal)))
        {
            return null;
        }

        var below = own.Path[root.Length..].TrimEnd('/');

        // A daemon that was moved into its leaf before still has its groups beside it, not below.
        if (own.Version == 2 && below.EndsWith("/" + DaemonLeaf, StringComparison.Ordinal))
        {
            below = below[..^(DaemonLeaf.Length + 1)];
        }

        return mount.Point + below;
    }

    /// <summary>A line is '5:cpu,cpuacct:/own/path', and '0::/own/path' for version 2.</summary>
    private static OwnGroup ParseOwn(string line)
    {
        var parts = line.Split(':', 3);
        return parts is ["0", "", _]
            ? new OwnGroup(2, [], parts[2])
            : new OwnGroup(1, parts[1].Split(','), parts[2]);
    }

    /// <summary>Null for a mount that is no control group hierarchy.</summary>
    private static Mount? ParseMount(string line)
    {
        var fields = line.Split(' ');
        var dash = Array.IndexOf(fields, "-");
        if (dash < 6 || fields.Length < dash + 4)
        {
            return null;
        }

        return fields[dash + 1] switch
        {
            "cgroup2" => new Mount(2, [], Unescape(fields[3]), Unescape(fields[4])),
            "cgroup" => new Mount(1, fields[dash + 3].Split(','), Unescape(fields[3]), Unescape(fields[4])),
            _ => null,
        };
    }

    /// <summary>Blanks and backslashes in paths stand as three octal digits behind a backslash.</summary>
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
        {
            return field;
        }

        var text = new StringBuilder();
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length)
            {
                text.Append((char)Convert.ToInt32(field.Substring(i + 1, 3), 8));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private sealed record OwnGroup(int Version, string[] Controllers, string Path)
    {
        public bool IsUsed => Version == 2 || Controllers.Intersect(s_used).Any();

        public string Name => Version == 2 ? "version 2" : string.Join(',', Controllers);
    }

    private sealed record Mount(int Version, string[] Options, string Root, string Point)
    {
        public bool IsOf(OwnGroup own) =>
            Version == own.Version && (Version == 2 || own.Controllers.All(Options.Contains));
    }
}
