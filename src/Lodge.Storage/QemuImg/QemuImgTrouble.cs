using Lodge.Linux.Processes;
using Lodge.Model.Errors;

namespace Lodge.Storage.QemuImg;

/// <summary>Turns what qemu-img said into an error. The only place that goes by its words, which it has instead of numbers.</summary>
internal static class QemuImgTrouble
{
    /// <summary>The error to show.</summary>
    /// <param name="command">The command that failed: <c>create</c>.</param>
    /// <param name="exit">How it ended.</param>
    /// <param name="words">What it said.</param>
    public static LodgeException Of(string command, ProcessExit exit, string words)
    {
        var said = words.StartsWith("qemu-img: ", StringComparison.Ordinal) ? words["qemu-img: ".Length..] : words;
        return said switch
        {
            _ when Says(said, "No space left on device", "Disk quota exceeded") =>
                new LodgeException(ErrorCode.InsufficientResources, $"There is no room left: {said}.", "Make room in the pool; nothing of the work was kept."),
            _ when Says(said, "Failed to get \"write\" lock", "Failed to get shared", "Is another process using the image") =>
                new LodgeException(ErrorCode.ImageInUse, "Another process has the image open.", "Stop the VM or program that uses it."),
            _ when Says(said, "Invalid password", "cannot unlock any keyslot") =>
                new LodgeException(ErrorCode.InvalidArgument, "The secret does not open the encrypted volume.", "Set the right value with 'lodge secret' or 'virsh secret-set-value'."),
            "" => new LodgeException(ErrorCode.StorageFailed, $"qemu-img {command} failed: {exit}."),
            _ => new LodgeException(ErrorCode.StorageFailed, $"qemu-img {command} failed: {said}."),
        };
    }

    /// <summary>
    /// Whether it could not measure how long a passphrase takes to try. On a host whose kernel counts processor time by ticks
    /// that happens by chance, before anything is written; the next try is likely to succeed.
    /// </summary>
    /// <param name="words">What it said.</param>
    public static bool IsOfTheClock(string words) => Says(words, "Unable to get accurate CPU usage");

    private static bool Says(string words, params ReadOnlySpan<string> any)
    {
        foreach (var piece in any)
        {
            if (words.Contains(piece, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
