using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Lodge.Linux.Launch;
using Lodge.Linux.Scheduling;
using Lodge.Linux.Security;
using Lodge.Model.Primitives;

namespace Lodge.Launch;

/// <summary>The steps that take away from this process what the plan does not grant.</summary>
internal static class Confinement
{
    public static void CheckSession()
    {
        if (!Credentials.LeadsSession)
        {
            throw new LaunchRefusedException(
                "session", "lodge-launch does not lead a session of its own: signals of a terminal would reach the VM.");
        }
    }

    /// <summary>Joins each group: '0' stands for the writer (cgroups(7)).</summary>
    public static void JoinCgroups(LaunchPlan plan)
    {
        foreach (var file in plan.CgroupProcsFiles)
        {
            KernelFile.Write(file, "0");
        }
    }

    public static void AdjustOom(LaunchPlan plan)
    {
        if (plan.OomScoreAdjustment is { } adjustment)
        {
            KernelFile.Write("/proc/self/oom_score_adj", adjustment.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Binds this process, and the program that it becomes, to nodes of memory.</summary>
    public static void BindMemory(LaunchPlan plan)
    {
        if (CpuSet.TryParse(plan.MemoryNodes, out var nodes))
        {
            MemoryPolicy.BindSelf(nodes);
        }
    }

    /// <summary>Enters the working folder while still privileged: the VM's user needs no way through its parents.</summary>
    public static void EnterFolder(LaunchPlan plan)
    {
        LinuxException.Check(FileCalls.ChangeFolder(plan.WorkingDirectory), "chdir", plan.WorkingDirectory);
        if (plan.Umask is { } mask)
        {
            _ = CredentialCalls.Umask((uint)mask);
        }
    }

    /// <summary>Marks all that is not listed to be closed by execve; the runtime of this process uses some until then.</summary>
    public static void CloseOthers(LaunchPlan plan)
    {
        var first = (uint)LaunchDescriptors.FirstPassed;
        foreach (var number in plan.Descriptors.Select(descriptor => (uint)descriptor.Number).Order())
        {
            if (number > first)
            {
                CloseOnExecute(first, number - 1);
            }

            // A listed one must survive, however it got here.
            LinuxException.Check(
                FileCalls.Fcntl((int)number, FileCalls.SetFd, 0), "fcntl(F_SETFD)", $"descriptor {number}");
            first = number + 1;
        }

        CloseOnExecute(first, uint.MaxValue);
    }

    /// <summary>Builds the rules while every place can still be reached; null when the plan or the kernel has none.</summary>
    public static Landlock? PrepareLandlock(LaunchPlan plan)
    {
        if (plan.Landlock.Mode == LandlockMode.Off)
        {
            return null;
        }

        var support = Landlock.Probe();
        if (!support.IsAvailable)
        {
            return plan.Landlock.Mode == LandlockMode.WhenAvailable
                ? null
                : throw new LaunchRefusedException("landlock", $"The plan requires Landlock: {support.Reason}.");
        }

        var landlock = Landlock.Create(support.Version, plan.Landlock.DenyNetwork);
        foreach (var rule in plan.Landlock.Rules)
        {
            Allow(landlock, rule);
        }

        return landlock;
    }

    public static void SetLimits(LaunchPlan plan)
    {
        foreach (var limit in plan.Limits)
        {
            ResourceLimits.Set(limit);
        }
    }

    public static void DropPrivileges(LaunchPlan plan)
    {
        var kept = plan.KeptCapabilities ?? [];
        Credentials.DropBoundingSet(kept);
        if (plan.Identity is { } identity)
        {
            Credentials.Become(identity.Uid, identity.Gid, identity.SupplementaryGroups);
        }

        Credentials.DropCapabilities(kept);
        if (plan.NoNewPrivileges)
        {
            Credentials.SetNoNewPrivileges();
        }
    }

    private static void Allow(Landlock landlock, LandlockRule rule)
    {
        try
        {
            using var place = LinuxFile.Open(rule.Path, OpenFlags.PathOnly);
            landlock.Allow(place, rule.Access, rule.Path);
        }
        catch (LinuxException missing) when (rule.Optional && missing.Errno == Errno.ENOENT)
        {
            // The plan says that there may be nothing here; and where nothing is, nothing needs to be allowed.
        }
    }

    private static void CloseOnExecute(uint first, uint last) => LinuxException.Check(
        FileCalls.CloseRange(first, last, FileCalls.CloseRangeCloseOnExec), "close_range");
}
