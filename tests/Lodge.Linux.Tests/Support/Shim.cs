using System.Runtime.CompilerServices;
using Lodge.Linux.Launch;
using Lodge.Linux.Security;

namespace Lodge.Linux.Tests.Support;

/// <summary>The real lodge-launch, as the build made it, and plans for it.</summary>
public static class Shim
{
    /// <summary>Places any dynamically linked program needs.</summary>
    public static readonly LandlockRule[] SystemRules =
    [
        new("/usr", LandlockAccess.ReadExecute),
        new("/bin", LandlockAccess.ReadExecute),
        new("/lib", LandlockAccess.ReadExecute, Optional: true),
        new("/lib64", LandlockAccess.ReadExecute, Optional: true),
        new("/etc/ld.so.cache", LandlockAccess.ReadOnly, Optional: true),
        new("/dev/null", LandlockAccess.ReadWrite),
    ];

    /// <summary>A user that no account of the machine has.</summary>
    public const uint Uid = 991001;

    public static string Path { get; } = Find();

    public static bool IsRoot => Credentials.EffectiveUser == 0;

    /// <summary>A plan for a shell command, confined to the system's programs and one folder.</summary>
    public static LaunchPlan Plan(string folder, string command) => new()
    {
        Version = LaunchPlan.CurrentVersion,
        Executable = "/bin/sh",
        Arguments = ["-c", command],
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        WorkingDirectory = folder,
        Identity = IsRoot ? new LaunchIdentity(Uid, Uid, []) : null,
        CgroupProcsFiles = [],
        Limits = [],
        NoNewPrivileges = true,
        Landlock = new LandlockPlan(
            LandlockMode.WhenAvailable, [.. SystemRules, new LandlockRule(folder, LandlockAccess.ReadWrite)],
            DenyNetwork: true),
        Descriptors = [],
        Umask = null,
        OomScoreAdjustment = null,
    };

    /// <summary>What the build made beside these tests, or what LODGE_LAUNCH names, such as the native program.</summary>
    private static string Find([CallerFilePath] string source = "")
    {
        if (Environment.GetEnvironmentVariable("LODGE_LAUNCH") is { Length: > 0 } named)
        {
            return named;
        }

        var root = source[..source.LastIndexOf("/tests/", StringComparison.Ordinal)];
        var configuration = AppContext.BaseDirectory.TrimEnd('/').Split('/')[^1];
        return System.IO.Path.Combine(root, "artifacts/bin/Lodge.Launch", configuration, "lodge-launch");
    }
}
