using Lodge.Qemu.Logs;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu;

/// <summary>Where this daemon keeps its VMs and how it runs them. Filled from the configuration; does not change.</summary>
public sealed record QemuOptions
{
    /// <summary>Absolute path of a folder in memory-backed <c>/run</c>; one folder per running VM below <c>vms</c>.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Absolute path of the durable state: saved states, UEFI variables, cached facts.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Absolute path of the folder for logs, one folder per VM.</summary>
    public required string LogFolder { get; init; }

    /// <summary>Where the host's certificates for displays are by default.</summary>
    public const string StandardTlsFolder = "/etc/lodge/tls";

    /// <summary>Absolute path of the folder with the host's certificates for displays.</summary>
    public string TlsFolder { get; init; } = StandardTlsFolder;

    /// <summary>Absolute path of lodge-launch.</summary>
    public required string ShimPath { get; init; }

    /// <summary>Absolute path of QEMU.</summary>
    public string QemuBinary { get; init; } = "/usr/bin/qemu-system-x86_64";

    /// <summary>Folder below which this daemon keeps everything; null for the system's folders. Only reported.</summary>
    public string? Root { get; init; }

    /// <summary>Tells this daemon's control groups from another's; letters, digits and dashes.</summary>
    public string Instance { get; init; } = "lodge";

    /// <summary>Which accelerator VMs get that do not say.</summary>
    public AcceleratorPolicy Accelerator { get; init; } = new();

    /// <summary>User ids for VMs; null runs them as the daemon's own user, which must not be root then.</summary>
    public UidRange? Uids { get; init; }

    /// <summary>When console logs are rotated.</summary>
    public LogLimits LogLimits { get; init; } = new();

    /// <summary>How long QEMU may take from its start to the greeting of its monitor.</summary>
    public TimeSpan StartDeadline { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>User ids that belong to Lodge alone. Each has a group with the same number.</summary>
/// <param name="First">The first id, 1 or more.</param>
/// <param name="Count">How many, 1 or more: no more VMs can run at once.</param>
public sealed record UidRange(int First, int Count);
