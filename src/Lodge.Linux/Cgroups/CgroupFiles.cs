using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Cgroups;

/// <summary>The files and folders of control groups.</summary>
internal static class CgroupFiles
{
    public const string Procs = "cgroup.procs";
    public const string Kill = "cgroup.kill";
    public const string SubtreeControl = "cgroup.subtree_control";

    /// <summary>The processes in a group; none when the group does not exist.</summary>
    public static IReadOnlyList<int> Processes(string folder) =>
    [
        .. (KernelFile.TryRead(Path.Combine(folder, Procs)) ?? "")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture)),
    ];

    /// <summary>Makes a folder and those above it, down from an existing one.</summary>
    public static void MakeFolders(string existing, params ReadOnlySpan<string> names)
    {
        var folder = existing;
        foreach (var name in names)
        {
            folder = Path.Combine(folder, name);
            if (FileCalls.MakeFolder(folder, 0x1ED /* 0755 */) == -1)
            {
                var failure = LinuxException.Last("mkdir", folder);
                if (failure.Errno != Errno.EEXIST)
                {
                    throw failure;
                }
            }
        }
    }

    /// <summary>
    /// Removes an empty group, with the groups of threads below it. False when something is still in it; a missing one
    /// counts as removed.
    /// </summary>
    public static bool TryRemove(string folder) =>
        TryRemoveOne(folder) || (Children(folder).All(TryRemoveOne) && TryRemoveOne(folder));

    /// <summary>The groups below a group; none when it does not exist.</summary>
    public static IReadOnlyList<string> Children(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static bool TryRemoveOne(string folder)
    {
        if (FileCalls.RemoveFolder(folder) == 0)
        {
            return true;
        }

        var failure = LinuxException.Last("rmdir", folder);
        return failure.Errno switch
        {
            Errno.ENOENT => true,
            Errno.EBUSY or Errno.ENOTEMPTY => false,
            _ => throw failure,
        };
    }
}
