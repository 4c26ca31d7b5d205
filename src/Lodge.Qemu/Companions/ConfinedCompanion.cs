using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Companions;

/// <summary>Turns the plan of a companion into the plan of its confinement, which is QEMU's as far as it goes. Pure.</summary>
internal static class ConfinedCompanion
{
    /// <summary>The plan for lodge-launch.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="paths">Where the VM's files live.</param>
    /// <param name="uid">The VM's user; null when all runs as the daemon's own.</param>
    /// <param name="cgroupProcsFiles">The VM's groups.</param>
    public static LaunchPlan Of(CompanionPlan plan, VmPaths paths, int? uid, IReadOnlyList<string> cgroupProcsFiles) => new()
    {
        Version = LaunchPlan.CurrentVersion,
        Executable = plan.Program,
        Arguments = plan.Arguments,
        Environment = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin:/bin",
            ["LC_ALL"] = "C",
            [ConfinedPlan.Mark] = paths.RunFolder,
        },
        WorkingDirectory = plan.OwnFolder ?? "/",
        Identity = uid is { } id && plan.KeptCapabilities is null ? new LaunchIdentity((uint)id, (uint)id, []) : null,
        KeptCapabilities = uid is null ? null : plan.KeptCapabilities,
        CgroupProcsFiles = cgroupProcsFiles,
        Limits =
        [
            new ResourceLimit(LimitedResource.CoreBytes, 0, 0),
            .. plan.DescriptorLimit is { } limit ? [new ResourceLimit(LimitedResource.Descriptors, limit, limit)] : Array.Empty<ResourceLimit>(),
        ],
        NoNewPrivileges = true,
        Landlock = plan.Reachable is { } rules
            ? new LandlockPlan(LandlockMode.WhenAvailable, rules, DenyNetwork: true)
            : new LandlockPlan(LandlockMode.Off, [], DenyNetwork: false),
        Descriptors = [new ExpectedDescriptor(CompanionPlan.ListeningDescriptor, DescriptorKind.Socket)],
        Umask = 0x3F, // 0077
        OomScoreAdjustment = null,
    };
}
