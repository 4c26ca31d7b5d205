using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Primitives;

namespace Lodge.Linux.Launch;

/// <summary>What a validator sees of the process it runs in.</summary>
/// <param name="IsRoot">Whether its effective user is 0.</param>
/// <param name="KindOf">What is behind a descriptor number; null when it is not open.</param>
/// <param name="Exists">Whether a path leads to something.</param>
internal sealed record LaunchSurroundings(bool IsRoot, Func<int, FileKind?> KindOf, Func<string, bool> Exists)
{
    /// <summary>The process this runs in.</summary>
    public static LaunchSurroundings OfThisProcess() =>
        new(Security.Credentials.EffectiveUser == 0, KindOfDescriptor, PathExists);

    private static FileKind? KindOfDescriptor(int number)
    {
        try
        {
            return FileIdentity.OfDescriptor(number).Kind;
        }
        catch (LinuxException closed) when (closed.Errno == Errno.EBADF)
        {
            return null;
        }
    }

    private static bool PathExists(string path)
    {
        try
        {
            _ = FileIdentity.Of(path);
            return true;
        }
        catch (LinuxException)
        {
            return false;
        }
    }
}

/// <summary>Finds everything that is wrong with a plan, before anything is done about it.</summary>
internal static class LaunchPlanValidator
{
    /// <summary>The plan's faults, one sentence each; none when it is sound.</summary>
    public static IReadOnlyList<string> Validate(LaunchPlan plan, LaunchSurroundings surroundings) =>
        plan.Version != LaunchPlan.CurrentVersion
            ? [$"The plan has version {plan.Version}; this lodge-launch reads version {LaunchPlan.CurrentVersion}. "
                + "Install lodged and lodge-launch of the same release."]
            : [
                .. Paths(plan),
                .. Texts(plan),
                .. Identity(plan, surroundings),
                .. Landlock(plan, surroundings),
                .. Descriptors(plan, surroundings),
                .. Numbers(plan),
            ];

    private static IEnumerable<string> Paths(LaunchPlan plan)
    {
        var paths = plan.CgroupProcsFiles.Select(path => ("cgroup", path))
            .Concat(plan.Landlock.Rules.Select(rule => ("Landlock rule", rule.Path)))
            .Prepend(("working directory", plan.WorkingDirectory))
            .Prepend(("executable", plan.Executable));
        foreach (var (what, path) in paths)
        {
            if (!path.StartsWith('/'))
            {
                yield return $"The {what} '{path}' is not an absolute path.";
            }
        }
    }

    /// <summary>C strings end at a NUL; a program would see less than the plan says.</summary>
    private static IEnumerable<string> Texts(LaunchPlan plan)
    {
        var texts = plan.Arguments
            .Concat(plan.Environment.Select(pair => pair.Key + pair.Value))
            .Append(plan.Executable)
            .Append(plan.WorkingDirectory);
        if (texts.Any(text => text.Contains('\0', StringComparison.Ordinal)))
        {
            yield return "An argument, variable or path of the plan holds a NUL character.";
        }
    }

    private static IEnumerable<string> Identity(LaunchPlan plan, LaunchSurroundings surroundings)
    {
        if (plan.Identity is not { } identity)
        {
            if (surroundings.IsRoot && plan.KeptCapabilities is null)
            {
                yield return "The plan names no user, and the launcher is root: no VM runs as root.";
            }
            else if (!surroundings.IsRoot && plan.KeptCapabilities is not null)
            {
                yield return "The plan keeps capabilities, and the launcher is not root: it has none to keep.";
            }

            yield break;
        }

        if (plan.KeptCapabilities is not null)
        {
            yield return "The plan names a user and keeps capabilities: it can do one of them.";
        }

        if (identity.Uid == 0)
        {
            yield return "The plan's user is 0: no VM runs as root.";
        }

        if (identity.Gid == 0 || identity.SupplementaryGroups.Contains(0u))
        {
            yield return "One of the plan's groups is 0: no VM runs in root's group.";
        }
    }

    private static IEnumerable<string> Landlock(LaunchPlan plan, LaunchSurroundings surroundings)
    {
        if (plan.Landlock.Mode == LandlockMode.Off)
        {
            yield break;
        }

        if (!plan.NoNewPrivileges)
        {
            yield return "The plan has Landlock rules but not noNewPrivileges, which they need.";
        }

        foreach (var rule in plan.Landlock.Rules)
        {
            if (!rule.Optional && !surroundings.Exists(rule.Path))
            {
                yield return $"'{rule.Path}' of a Landlock rule does not exist.";
            }
        }
    }

    private static IEnumerable<string> Descriptors(LaunchPlan plan, LaunchSurroundings surroundings)
    {
        var seen = new HashSet<int>();
        foreach (var (number, kind) in plan.Descriptors)
        {
            if (number is < LaunchDescriptors.FirstPassed or > LaunchDescriptors.LastPassed)
            {
                yield return $"Descriptor {number} is not between {LaunchDescriptors.FirstPassed} "
                    + $"and {LaunchDescriptors.LastPassed}.";
            }
            else if (!seen.Add(number))
            {
                yield return $"Descriptor {number} is listed twice.";
            }
            else if (surroundings.KindOf(number) is not { } found)
            {
                yield return $"Descriptor {number} is not open.";
            }
            else if (!Matches(kind, found))
            {
                yield return $"Descriptor {number} shall be of kind {kind} and is of kind {found}.";
            }
        }
    }

    private static IEnumerable<string> Numbers(LaunchPlan plan)
    {
        if (plan.OomScoreAdjustment is < -1000 or > 1000)
        {
            yield return $"The out-of-memory adjustment {plan.OomScoreAdjustment} is not between -1000 and 1000.";
        }

        if (plan.Umask is < 0 or > 0x1FF)
        {
            yield return $"The umask {plan.Umask} is not between 0 and 0777 (octal).";
        }

        if (plan.MemoryNodes is { } nodes && !CpuSet.TryParse(nodes, out _))
        {
            yield return $"The memory nodes '{nodes}' are no list such as 0-1.";
        }
    }

    private static bool Matches(DescriptorKind wanted, FileKind found) => wanted switch
    {
        DescriptorKind.File => found is FileKind.Regular or FileKind.BlockDevice,
        DescriptorKind.Socket => found is FileKind.Socket,
        DescriptorKind.Device => found is FileKind.CharacterDevice,
        DescriptorKind.Pipe => found is FileKind.Pipe,
        _ => false,
    };
}
