using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;

namespace Lodge.Linux.Cgroups.Control;

/// <summary>
/// Where the kernel schedules real-time threads by groups (CONFIG_RT_GROUP_SCHED, version 1 only), a group without a
/// budget may have none of them: the budget is microseconds in each period and on each processor, and all children
/// together may have no more than their parent (the kernel's scheduler/sched-rt-group.rst).
/// </summary>
public static class RealTimeBudget
{
    private const string RuntimeFile = "cpu.rt_runtime_us";

    // So that a second VM still gets something.
    private const double Share = 0.9;

    /// <summary>Whether groups need a budget on this host.</summary>
    public static bool IsNeeded(CgroupPlace place) => place.Version == 1 && place.Has(RuntimeFile);

    /// <summary>Gives a group, and those above it, a budget out of what is left of its parent's; those that have one keep it.</summary>
    /// <returns>The group's budget in microseconds; 0 when nothing is left.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static long Grant(string folder)
    {
        if (Read(folder) is not 0 and var present)
        {
            return present;
        }

        var parent = Path.GetDirectoryName(folder)!;
        if (!File.Exists(Path.Combine(parent, RuntimeFile)))
        {
            return 0;
        }

        var taken = Directory.EnumerateDirectories(parent).Sum(Read);
        var left = (long)((Grant(parent) - taken) * Share);
        if (left > 0)
        {
            KernelFile.Write(Path.Combine(folder, RuntimeFile), left.ToString(CultureInfo.InvariantCulture));
        }

        return Math.Max(left, 0);
    }

    private static long Read(string folder) => long.TryParse(
        KernelFile.TryRead(Path.Combine(folder, RuntimeFile)), CultureInfo.InvariantCulture, out var runtime) ? runtime : 0;
}
