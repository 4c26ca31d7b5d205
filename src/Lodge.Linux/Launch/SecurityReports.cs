using System.Globalization;
using Lodge.Linux.Security;
using Lodge.Model.Host;

namespace Lodge.Linux.Launch;

/// <summary>
/// Tells what a launch enforced. The launcher fails closed, so after a launch that succeeded all that the plan orders
/// and the kernel can do is in force.
/// </summary>
internal static class SecurityReports
{
    public static SecurityReport Of(LaunchPlan plan, LandlockSupport landlock) => new(
    [
        User(plan),
        Groups(plan),
        new("session", SecurityState.Enforced, "a session of its own, without a terminal"),
        Capabilities(plan),
        plan.NoNewPrivileges
            ? new("no-new-privs", SecurityState.Enforced, "no program it runs gains privileges")
            : new("no-new-privs", SecurityState.Off, "not in the plan"),
        Counted("cgroup", plan.CgroupProcsFiles.Count, "in {0} control group hierarchies", "in the daemon's groups"),
        Counted("limits", plan.Limits.Count, "{0} resource limits", "none in the plan"),
        new("descriptors", SecurityState.Enforced,
            string.Create(CultureInfo.InvariantCulture, $"{plan.Descriptors.Count} passed, all others closed")),
        Landlock("landlock-files", plan, landlock.IsAvailable, landlock, string.Create(
            CultureInfo.InvariantCulture, $"{plan.Landlock.Rules.Count} rules, Landlock ABI {landlock.Version}")),
        plan.Landlock.DenyNetwork
            ? Landlock("landlock-network", plan, landlock.CanDenyNetwork, landlock, "no TCP in or out")
            : new("landlock-network", SecurityState.Off, "the VM's network needs it"),
        Landlock("landlock-scope", plan, landlock.CanScope, landlock,
            "abstract sockets and signals stay inside"),
    ]);

    private static SecurityItem User(LaunchPlan plan) => plan.Identity is { } identity
        ? new("uid", SecurityState.Enforced, string.Create(CultureInfo.InvariantCulture, $"uid {identity.Uid}"))
        : plan.KeptCapabilities is not null ? new("uid", SecurityState.Off, "root, with a few capabilities")
        : new("uid", SecurityState.Off, "the daemon's own user: it does not run as root");

    private static SecurityItem Capabilities(LaunchPlan plan) => plan.KeptCapabilities is { } kept
        ? new("capabilities", SecurityState.Enforced, string.Create(CultureInfo.InvariantCulture, $"all dropped but {kept.Count}"))
        : new("capabilities", SecurityState.Enforced, "all dropped");

    private static SecurityItem Groups(LaunchPlan plan) => plan.Identity is { } identity
        ? new("groups", SecurityState.Enforced, string.Join(", ",
            identity.SupplementaryGroups.Prepend(identity.Gid).Select(group => $"gid {group}")))
        : new("groups", SecurityState.Off, "the daemon's own groups");

    private static SecurityItem Counted(string name, int count, string some, string none) => count > 0
        ? new(name, SecurityState.Enforced, string.Format(CultureInfo.InvariantCulture, some, count))
        : new(name, SecurityState.Off, none);

    private static SecurityItem Landlock(
        string name, LaunchPlan plan, bool possible, LandlockSupport support, string detail) =>
        plan.Landlock.Mode == LandlockMode.Off ? new(name, SecurityState.Off, "off in the plan")
        : possible ? new(name, SecurityState.Enforced, detail)
        : new(name, SecurityState.Unavailable, support.Reason
            ?? string.Create(CultureInfo.InvariantCulture, $"this kernel's Landlock ABI {support.Version} has it not"));
}
