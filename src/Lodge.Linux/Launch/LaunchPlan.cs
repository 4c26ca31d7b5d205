using System.Text.Json.Serialization;
using Lodge.Linux.Security;

namespace Lodge.Linux.Launch;

/// <summary>
/// Everything lodge-launch does before it becomes another program: who to be, where, under which limits and rules,
/// and with which descriptors. It travels as JSON in a sealed memory file.
/// </summary>
public sealed record LaunchPlan
{
    /// <summary>The form of the plan that this code writes and reads; any other is refused.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The form of this plan.</summary>
    public required int Version { get; init; }

    /// <summary>The program, as an absolute path.</summary>
    public required string Executable { get; init; }

    /// <summary>Its arguments, without its own name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Its whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The folder it runs in, absolute; entered before the change of user.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>
    /// The user and groups to become; null stays who the launcher is, which must not be root unless
    /// <see cref="KeptCapabilities"/> says what is left of root's rights.
    /// </summary>
    public required LaunchIdentity? Identity { get; init; }

    /// <summary>
    /// For a helper of a VM that cannot do its work as an ordinary user, and never for QEMU: it stays root, and has
    /// these capabilities and no others. Null for everything else.
    /// </summary>
    public IReadOnlyList<Capability>? KeptCapabilities { get; init; }

    /// <summary>The cgroup.procs files of the groups to join, absolute; each must succeed.</summary>
    public required IReadOnlyList<string> CgroupProcsFiles { get; init; }

    /// <summary>Limits on resources.</summary>
    public required IReadOnlyList<ResourceLimit> Limits { get; init; }

    /// <summary>Whether no program run later may gain privileges. Landlock needs it.</summary>
    public required bool NoNewPrivileges { get; init; }

    /// <summary>Which files can be reached.</summary>
    public required LandlockPlan Landlock { get; init; }

    /// <summary>The descriptors the program gets besides its standard streams; all others are closed.</summary>
    public required IReadOnlyList<ExpectedDescriptor> Descriptors { get; init; }

    /// <summary>The umask, such as 0077 in octal; null keeps the launcher's.</summary>
    public required int? Umask { get; init; }

    /// <summary>How ready the kernel is to end it when memory runs out, -1000 to 1000; null keeps the launcher's.</summary>
    public required int? OomScoreAdjustment { get; init; }

    /// <summary>NUMA nodes that all its memory comes from, such as <c>0-1</c>; absent keeps the launcher's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MemoryNodes { get; init; }
}

/// <summary>Who a program runs as.</summary>
/// <param name="Uid">The user; not 0.</param>
/// <param name="Gid">The group; not 0.</param>
/// <param name="SupplementaryGroups">All its other groups; none is 0.</param>
public sealed record LaunchIdentity(uint Uid, uint Gid, IReadOnlyList<uint> SupplementaryGroups);

/// <summary>How much a launch insists on Landlock.</summary>
public enum LandlockMode
{
    /// <summary>No launch without it.</summary>
    Required,

    /// <summary>Used where the kernel has it.</summary>
    WhenAvailable,

    /// <summary>Not used.</summary>
    Off,
}

/// <summary>Which files a program can reach; its open descriptors are not affected.</summary>
/// <param name="Mode">Whether the rules must be in force.</param>
/// <param name="Rules">What is allowed; anything else is denied.</param>
/// <param name="DenyNetwork">Deny all TCP connections and listening (Landlock ABI 4).</param>
public sealed record LandlockPlan(LandlockMode Mode, IReadOnlyList<LandlockRule> Rules, bool DenyNetwork);

/// <summary>One place that can be reached.</summary>
/// <param name="Path">A file, or a folder with everything beneath it; absolute.</param>
/// <param name="Access">What is allowed there.</param>
/// <param name="Optional">Whether the launch goes on when there is no such place.</param>
public sealed record LandlockRule(string Path, LandlockAccess Access, bool Optional = false);

/// <summary>What is expected behind a descriptor.</summary>
public enum DescriptorKind
{
    /// <summary>A regular file or a block device.</summary>
    File,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A character device, such as a tap or /dev/kvm.</summary>
    Device,

    /// <summary>A pipe.</summary>
    Pipe,
}

/// <summary>A descriptor that the program is to find open.</summary>
/// <param name="Number">Its number, 3 to <see cref="LaunchDescriptors.LastPassed"/>.</param>
/// <param name="Kind">What it must be.</param>
public sealed record ExpectedDescriptor(int Number, DescriptorKind Kind);

/// <summary>The descriptor numbers that lodge-launch and its caller agree on.</summary>
public static class LaunchDescriptors
{
    /// <summary>The lowest number that can be passed through to the program.</summary>
    public const int FirstPassed = 3;

    /// <summary>The highest number that can be passed through to the program.</summary>
    public const int LastPassed = 253;

    /// <summary>Where the caller puts the plan.</summary>
    internal const int Plan = 254;

    /// <summary>Where the caller puts the writing end of the status pipe.</summary>
    internal const int Status = 255;
}
