using Lodge.Linux.Errors;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Panel;

/// <summary>Says why a memory dump could not be written.</summary>
internal static class DumpTrouble
{
    // ENOSPC, as the runtime passes it on in an IOException.
    private const int NoSpace = 28;

    /// <summary>A call of ours failed.</summary>
    public static LodgeException Of(Exception failure, string path) => failure switch
    {
        LinuxException { Name: "ENOSPC" or "EDQUOT" } => Full(path, failure),
        LinuxException linux => Failed(path, ErrnoWords.Explain(linux.Errno), failure),
        IOException { HResult: NoSpace } => Full(path, failure),
        _ => Failed(path, failure.Message.TrimEnd('.'), failure),
    };

    /// <summary>QEMU gave up.</summary>
    /// <param name="words">Its own; null when it has none.</param>
    /// <param name="vm">The VM's name.</param>
    public static LodgeException OfQemu(string? words, string vm) => new(
        ErrorCode.HypervisorFailed,
        $"QEMU could not dump the memory of VM '{vm}': {words?.TrimEnd('.') ?? "it gave no reason"}.",
        "The VM goes on as before. Look at 'lodge log --qemu' for more.");

    private static LodgeException Full(string path, Exception cause) => new(
        ErrorCode.InsufficientResources,
        $"There is no space left for the memory dump in '{Path.GetDirectoryName(path)}'; it needs about as much as the guest uses of its memory.",
        "Make room there, or dump to a file elsewhere. The VM goes on as before.",
        cause);

    private static LodgeException Failed(string path, string why, Exception cause) => new(
        ErrorCode.StorageFailed,
        $"The memory dump cannot be written to '{path}': {why}.",
        "See that the folder exists, is writable, and its disk is healthy. The VM goes on as before.",
        cause);
}
