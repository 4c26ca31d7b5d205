using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Launching;

/// <summary>Turns the plan of a QEMU into the plan of its confinement. Pure.</summary>
internal static class ConfinedPlan
{
    /// <summary>In the environment of each QEMU: its run folder, by which a later daemon finds it.</summary>
    public const string Mark = "LODGE_RUN";

    private const ulong DescriptorLimit = 4096;

    /// <summary>The plan for lodge-launch.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="paths">Where the VM's files live.</param>
    /// <param name="uid">Who it runs as; null for the daemon's own user.</param>
    /// <param name="groups">Further groups; none is 0.</param>
    /// <param name="cgroupProcsFiles">The groups that it joins.</param>
    public static LaunchPlan Of(
        QemuPlan plan, VmPaths paths, int? uid, IReadOnlyList<uint> groups, IReadOnlyList<string> cgroupProcsFiles) => new()
    {
        Version = LaunchPlan.CurrentVersion,
        Executable = plan.Binary,
        Arguments = [.. plan.CommandLine],
        Environment = new Dictionary<string, string>(plan.Environment)
        {
            ["PATH"] = "/usr/bin:/bin",
            ["LC_ALL"] = "C",
            [Mark] = paths.RunFolder,
        },
        WorkingDirectory = plan.OwnFolder?.Path ?? "/",
        Identity = uid is { } id ? new LaunchIdentity((uint)id, (uint)id, groups) : null,
        CgroupProcsFiles = cgroupProcsFiles,
        Limits =
        [
            new ResourceLimit(LimitedResource.CoreBytes, 0, 0),
            new ResourceLimit(LimitedResource.Descriptors, DescriptorLimit, DescriptorLimit),
            .. plan.LocksMemory ? [new ResourceLimit(LimitedResource.LockedBytes, ulong.MaxValue, ulong.MaxValue)] : (ResourceLimit[])[],
        ],
        NoNewPrivileges = true,
        Landlock = new LandlockPlan(LandlockMode.WhenAvailable, plan.Reachable, DenyNetwork: !plan.NeedsNetwork),
        Descriptors = DescriptorOpener.Expected(plan),
        Umask = 0x3F, // 0077
        OomScoreAdjustment = null,
        MemoryNodes = plan.MemoryNodes?.ToString(),
    };
}
