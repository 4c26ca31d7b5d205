using Lodge.Linux.Launch;
using Lodge.Linux.Security;

namespace Lodge.Qemu.Companions;

/// <summary>
/// Everything that starting one companion takes, decided and not yet done. A companion is a process beside a VM's
/// QEMU that does one device's work, such as the TPM. It listens on <see cref="Socket"/>, a socket that is made before
/// it, or is started with a connection to QEMU, and lives until QEMU lets go of its end.
/// </summary>
internal sealed record CompanionPlan
{
    /// <summary>Number of the descriptor on which it listens, or of its connection.</summary>
    public const int ListeningDescriptor = 3;

    /// <summary>Its name among the VM's companions, such as <c>tpm0</c>; letters and digits.</summary>
    public required string Name { get; init; }

    /// <summary>What it is to the VM, for errors and events, such as <c>TPM</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Absolute path of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Absolute path of the socket to listen on; null for one that is started with a connection.</summary>
    public required string? Socket { get; init; }

    /// <summary>Absolute path of the file for what it prints.</summary>
    public required string Log { get; init; }

    /// <summary>
    /// A folder of its own, made when missing, that belongs to its user and that it runs in: so it needs no way
    /// through the folders above. Null runs it in the root folder.
    /// </summary>
    public string? OwnFolder { get; init; }

    /// <summary>What it may reach by path; null leaves Landlock off, for a program that mounts a root of its own.</summary>
    public required IReadOnlyList<LandlockRule>? Reachable { get; init; }

    /// <summary>
    /// Null for a companion that runs as the VM's user. Otherwise it runs as the daemon's user, and when that is root,
    /// with these capabilities alone.
    /// </summary>
    public IReadOnlyList<Capability>? KeptCapabilities { get; init; }

    /// <summary>Limit on open descriptors; null leaves the daemon's own.</summary>
    public ulong? DescriptorLimit { get; init; } = 1024;
}
