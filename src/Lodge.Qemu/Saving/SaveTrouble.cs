using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Saving;

/// <summary>Says why a saved state could not be written.</summary>
internal static class SaveTrouble
{
    private const long TooLittle = 1 << 20;

    /// <summary>A call of ours failed.</summary>
    public static LodgeException Of(Exception failure, string path) => failure switch
    {
        LinuxException { Name: "ENOSPC" or "EDQUOT" } => Full(path, failure),
        LinuxException linux => Failed(path, ErrnoWords.Explain(linux.Errno), failure),
        IOException when IsFull(path) => Full(path, failure),
        _ => Failed(path, failure.Message.TrimEnd('.'), failure),
    };

    /// <summary>QEMU's own writing failed.</summary>
    /// <param name="description">QEMU's words; null when it has none.</param>
    /// <param name="path">The file.</param>
    /// <param name="vm">The VM's name.</param>
    public static LodgeException OfQemu(string? description, string path, string vm)
    {
        var words = description ?? "";
        return words.Contains("No space left", StringComparison.Ordinal) || words.Contains("quota exceeded", StringComparison.Ordinal) || IsFull(path)
            ? Full(path, null)
            : new LodgeException(
                ErrorCode.HypervisorFailed,
                $"QEMU could not write the state of VM '{vm}' to '{path}': {(words.Length > 0 ? words.TrimEnd('.') : "it gave no reason")}.",
                "The VM goes on as before the save. Look at 'lodge log --qemu' for more.");
    }

    private static LodgeException Full(string path, Exception? cause) => new(
        ErrorCode.InsufficientResources,
        $"There is no space left for the saved state in '{Path.GetDirectoryName(path)}'; it needs about as much as the VM has memory.",
        "Make room there, or save to a file elsewhere. The VM goes on as before the save.",
        cause);

    private static LodgeException Failed(string path, string why, Exception? cause) => new(
        ErrorCode.StorageFailed,
        $"The saved state cannot be written to '{path}': {why}.",
        "See that the folder exists, is writable, and its disk is healthy. The VM goes on as before the save.",
        cause);

    private static bool IsFull(string path)
    {
        try
        {
            return Path.GetDirectoryName(path) is { } folder && FileSystemSpace.Of(folder).FreeBytes < TooLittle;
        }
        catch (LinuxException)
        {
            return false;
        }
    }
}
