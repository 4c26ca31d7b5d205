using Lodge.Linux.Security;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Companions.SharedFolders;

/// <summary>
/// Plans virtiofsd, which serves a folder of the host to the guest. It keeps owners and modes of files as the guest
/// sets them, for which it stays root with the capabilities that take part in that; it makes the folder its root in
/// namespaces of its own, so that no other file is in its reach, and puts on a seccomp filter. Landlock is left off,
/// as it forbids to mount. Of a daemon that is not root it runs as the daemon's user, whose files the guest's are then.
/// </summary>
internal static class VirtiofsdPlan
{
    private static readonly Capability[] Kept =
    [
        Capability.ChangeOwner,
        Capability.IgnorePermissions,
        Capability.IgnoreReadPermissions,
        Capability.ActAsOwner,
        Capability.KeepSetId,
        Capability.SetGroup,
        Capability.SetUser,
        Capability.SetCapabilities,
        Capability.ChangeRoot,
        Capability.Administer,
        Capability.MakeNodes,
        Capability.SetFileCapabilities,
    ];

    /// <summary>Name of the companion for a device; no other socket or log of the VM is called so.</summary>
    /// <param name="device">The device's id.</param>
    public static string NameOf(string device) => $"virtiofs-{device}";

    /// <summary>The companion.</summary>
    /// <param name="program">The virtiofsd to use.</param>
    /// <param name="share">What it serves.</param>
    /// <param name="name">Its name among the VM's companions.</param>
    /// <param name="paths">Where the VM's files live.</param>
    /// <param name="isRoot">Whether the daemon is root.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: this virtiofsd cannot do it.</exception>
    public static CompanionPlan Of(VirtiofsdProgram program, FileSystemDefinition share, string name, VmPaths paths, bool isRoot)
    {
        ThrowIfUnable(program, share, isRoot);
        return new CompanionPlan
        {
            Name = name,
            Role = $"shared folder '{share.Tag}'",
            Program = program.Path,
            Arguments = program.Dialect == VirtiofsdDialect.C ? ArgumentsOfC(share) : ArgumentsOfRust(share),
            Socket = paths.CompanionSocket(name),
            Log = paths.CompanionLog(name),
            Reachable = null,
            KeptCapabilities = Kept,
            DescriptorLimit = null, // It holds a descriptor for each file that the guest knows of.
        };
    }

    /// <summary>Refuses what a virtiofsd cannot do.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>.</exception>
    public static void ThrowIfUnable(VirtiofsdProgram program, FileSystemDefinition share, bool isRoot)
    {
        switch (program.Dialect)
        {
            case VirtiofsdDialect.C when !isRoot:
                throw Unable(
                    program, share, "it is the one of QEMU 7.2, which runs as root only, and this daemon is not root",
                    "Install the package virtiofsd (Debian 13, Fedora), or share the folder by 9p: driver 'path'.");
            case VirtiofsdDialect.C when share.ReadOnly == true:
                throw Unable(
                    program, share, "it is the one of QEMU 7.2, which cannot share a folder to be read only",
                    "Install the package virtiofsd (Debian 13, Fedora), share the folder by 9p, or leave readOnly out.");
            case VirtiofsdDialect.Rust when share.Flock == true || share.PosixLock == true:
                throw Unable(
                    program, share, "it keeps no locks of files, beyond those that the guest keeps by itself",
                    "Leave flock and posixLock out.");
        }
    }

    // Options are separated by commas, so one in a path is escaped as libfuse does it.
    private static IReadOnlyList<string> ArgumentsOfC(FileSystemDefinition share) =>
    [
        Descriptor,
        "-f",
        "-o", $"source={share.Source.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)}",
        "-o", $"cache={Cache(share, none: "none")}",
        "-o", "sandbox=namespace",
        "-o", share.ExtendedAttributes == true ? "xattr" : "no_xattr",
        "-o", share.Flock == true ? "flock" : "no_flock",
        "-o", share.PosixLock == true ? "posix_lock" : "no_posix_lock",
        .. Common(share),
    ];

    private static IReadOnlyList<string> ArgumentsOfRust(FileSystemDefinition share) =>
    [
        Descriptor,
        $"--shared-dir={share.Source}",
        $"--cache={Cache(share, none: "never")}",
        "--sandbox=namespace",
        .. share.ExtendedAttributes == true ? ["--xattr"] : Array.Empty<string>(),
        .. share.ReadOnly == true ? ["--readonly"] : Array.Empty<string>(),
        .. Common(share),
    ];

    private static string Descriptor => $"--fd={PlanBuilder.Text(CompanionPlan.ListeningDescriptor)}";

    // It keeps the daemon's limit on descriptors; to raise it, it would want a capability more.
    private static IEnumerable<string> Common(FileSystemDefinition share) =>
    [
        "--rlimit-nofile=0",
        .. share.Threads is { } threads ? [$"--thread-pool-size={PlanBuilder.Text(threads)}"] : Array.Empty<string>(),
    ];

    private static string Cache(FileSystemDefinition share, string none) => share.Cache switch
    {
        FileSystemCache.Always => "always",
        FileSystemCache.None => none,
        _ => "auto",
    };

    private static LodgeException Unable(VirtiofsdProgram program, FileSystemDefinition share, string why, string remedy) =>
        new(ErrorCode.Unsupported, $"'{program.Path}' cannot share the folder '{share.Source}' (tag '{share.Tag}') as it is defined: {why}.", remedy);
}
