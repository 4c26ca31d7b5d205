using System.Globalization;
using Lodge.Linux.Cgroups.Control;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Lodge.Linux.Processes;

namespace Lodge.Linux.Cgroups;

/// <summary>What a VM's processes have used, as far as the host counts it.</summary>
/// <param name="CpuTime">Processor time since the group was made; null when it is not counted.</param>
/// <param name="MemoryBytes">Memory in use now; null when it is not counted.</param>
public sealed record CgroupUsage(TimeSpan? CpuTime, long? MemoryBytes);

/// <summary>The control groups of one VM, one in each hierarchy.</summary>
public sealed class VmCgroup
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(2);

    private readonly IReadOnlyList<CgroupHierarchy> _groups;

    internal VmCgroup(string vmId, IReadOnlyList<CgroupHierarchy> groups)
    {
        VmId = vmId;
        _groups = groups;
    }

    /// <summary>The VM's id.</summary>
    public string VmId { get; }

    /// <summary>The folders of the groups.</summary>
    public IReadOnlyList<string> Folders => [.. _groups.Select(group => group.BaseFolder)];

    /// <summary>The files through which a process joins: all of them belong into the launch plan.</summary>
    public IReadOnlyList<string> ProcsFiles => [.. Folders.Select(folder => Path.Combine(folder, CgroupFiles.Procs))];

    /// <summary>The processes in any of the groups, or in a group of threads below one.</summary>
    public IReadOnlyList<int> Processes() =>
        [.. Folders.SelectMany(folder => CgroupFiles.Children(folder).Prepend(folder)).SelectMany(CgroupFiles.Processes).Distinct()];

    /// <summary>The group in which a controller controls this VM; null when no hierarchy with it can be used.</summary>
    /// <param name="controllers">Names of the controller, such as <c>blkio</c> and <c>io</c>, in versions 1 and 2.</param>
    /// <exception cref="IOException">The VM has no group at present.</exception>
    public CgroupPlace? Place(params ReadOnlySpan<string> controllers)
    {
        foreach (var group in _groups)
        {
            foreach (var controller in controllers)
            {
                if (group.Controllers.Contains(controller))
                {
                    return CgroupPlace.Read(group.Version, group.BaseFolder);
                }
            }
        }

        return null;
    }

    /// <summary>Kills every process in the groups and waits until none is left.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task KillAsync(CancellationToken cancellation = default)
    {
        while (Processes() is { Count: > 0 } left)
        {
            if (!TryKillAtOnce())
            {
                foreach (var pid in left)
                {
                    _ = ProcessCalls.Kill(pid, Signals.Kill);
                }
            }

            await Task.Delay(s_pollInterval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the groups, waiting while processes in them are still ending.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="LinuxException">The kernel refuses for another reason than processes in them.</exception>
    public async Task RemoveAsync(CancellationToken cancellation = default)
    {
        while (!TryRemove())
        {
            await Task.Delay(s_pollInterval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the groups that are empty. False when a process is left in one.</summary>
    /// <exception cref="LinuxException">The kernel refuses for another reason.</exception>
    public bool TryRemove()
    {
        var all = true;
        foreach (var folder in Folders)
        {
            all &= CgroupFiles.TryRemove(folder);
        }

        return all;
    }

    /// <summary>Reads what the VM has used.</summary>
    public CgroupUsage ReadUsage() => new(ReadCpuTime(), ReadMemory());

    private TimeSpan? ReadCpuTime()
    {
        // Version 2 counts processor time in every group, in microseconds; version 1 in nanoseconds, with cpuacct.
        if (FolderOf(1, "cpuacct") is { } accounting)
        {
            return ReadNumber(accounting, "cpuacct.usage") is { } nanoseconds ? TimeSpan.FromTicks(nanoseconds / 100) : null;
        }

        var line = _groups.Where(group => group.Version == 2)
            .SelectMany(group => (KernelFile.TryRead(Path.Combine(group.BaseFolder, "cpu.stat")) ?? "").Split('\n'))
            .FirstOrDefault(line => line.StartsWith("usage_usec ", StringComparison.Ordinal));
        return line is null
            ? null
            : TimeSpan.FromMicroseconds(long.Parse(line["usage_usec ".Length..], CultureInfo.InvariantCulture));
    }

    private long? ReadMemory() =>
        FolderOf(1, "memory") is { } old ? ReadNumber(old, "memory.usage_in_bytes")
        : FolderOf(2, "memory") is { } unified ? ReadNumber(unified, "memory.current")
        : null;

    private string? FolderOf(int version, string controller) =>
        _groups.FirstOrDefault(group => group.Version == version && group.Controllers.Contains(controller))?.BaseFolder;

    private static long? ReadNumber(string folder, string file) =>
        long.TryParse(KernelFile.TryRead(Path.Combine(folder, file)), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Version 2 ends a whole group with one write, so that no process can fork away (since Linux 5.14).</summary>
    private bool TryKillAtOnce()
    {
        var folder = _groups.FirstOrDefault(group => group.Version == 2)?.BaseFolder;
        if (folder is null || !File.Exists(Path.Combine(folder, CgroupFiles.Kill)))
        {
            return false;
        }

        // Only when it holds them all: a process may have been put into a version 1 group alone.
        // (In version 2 the processes of threaded groups count for the group above them.)
        if (Processes().Except(CgroupFiles.Processes(folder)).Any())
        {
            return false;
        }

        KernelFile.Write(Path.Combine(folder, CgroupFiles.Kill), "1");
        return true;
    }
}
