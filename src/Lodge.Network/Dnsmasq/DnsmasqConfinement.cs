using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Network.Planning.Dnsmasq;

namespace Lodge.Network.Dnsmasq;

/// <summary>What a dnsmasq can do and reach: the network, its own files, and what tells it whom the host asks for names. Pure.</summary>
internal static class DnsmasqConfinement
{
    // It becomes another user by itself, and keeps only what it needs on the network.
    private static readonly Capability[] s_kept =
    [
        Capability.ChangeOwner, Capability.SetUser, Capability.SetGroup,
        Capability.ListenAnywhere, Capability.AdministerNetwork, Capability.UseRawSockets,
    ];

    private static readonly string[] s_programs = ["/usr", "/lib", "/lib64"];

    // Files that say whom to ask for names are replaced as a whole, so that their folders are opened rather than they.
    private static readonly string[] s_readable = ["/etc", "/proc", "/run/systemd/resolve", "/run/NetworkManager", "/run/resolvconf", "/run/connman"];
    private static readonly string[] s_devices = ["/dev/null", "/dev/urandom", "/dev/random"];

    /// <summary>The plan for lodge-launch.</summary>
    /// <param name="program">dnsmasq.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="plan">What it is told.</param>
    public static LaunchPlan Of(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, DnsmasqPlan plan) => new()
    {
        Version = LaunchPlan.CurrentVersion,
        Executable = program,
        Arguments = arguments,
        Environment = environment,
        WorkingDirectory = "/",
        Identity = null,
        KeptCapabilities = s_kept,
        CgroupProcsFiles = [],
        Limits = [new ResourceLimit(LimitedResource.CoreBytes, 0, 0)],
        NoNewPrivileges = true,
        Landlock = new LandlockPlan(LandlockMode.WhenAvailable, [.. Rules(program, plan)], DenyNetwork: false),
        Descriptors = [],
        Umask = 0x12, // 0022
        OomScoreAdjustment = null,
    };

    private static IEnumerable<LandlockRule> Rules(string program, DnsmasqPlan plan) =>
    [
        .. s_programs.Select(folder => new LandlockRule(folder, LandlockAccess.ReadExecute, Optional: true)),
        new(program, LandlockAccess.ReadExecute),
        .. s_readable.Concat(plan.ServedFolders).Select(folder => new LandlockRule(folder, LandlockAccess.ReadOnly, Optional: true)),
        .. s_devices.Select(device => new LandlockRule(device, LandlockAccess.ReadWrite, Optional: true)),
        new(plan.Files.RunFolder, LandlockAccess.Folder),
        new(plan.Files.Leases, LandlockAccess.ReadWrite),
    ];
}
