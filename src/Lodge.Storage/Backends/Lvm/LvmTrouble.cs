using Lodge.Model.Errors;

namespace Lodge.Storage.Backends.Lvm;

/// <summary>Turns what LVM said into an error. The only place that goes by its words, which it has instead of numbers.</summary>
internal static class LvmTrouble
{
    /// <summary>The error to show.</summary>
    /// <param name="purpose">What was asked for: <c>make the volume 'a'</c>.</param>
    /// <param name="words">What LVM said.</param>
    public static LodgeException Of(string purpose, string words)
    {
        var said = string.Join(' ', words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(IsNews).TakeLast(2));
        var message = said.Length == 0 ? $"LVM could not {purpose}, and does not say why." : $"LVM could not {purpose}: {said}";
        return said switch
        {
            _ when Says(said, "insufficient free space", "Insufficient free space", "insufficient suitable", "Insufficient suitable", "not enough free") =>
                new LodgeException(ErrorCode.InsufficientResources, message, "Delete what is not needed, or give the volume group another device with 'vgextend'."),
            _ when Says(said, "already exists", "already in volume group", "is already") => new LodgeException(ErrorCode.InvalidState, message, "Choose another name or device."),
            _ when Says(said, "in use", "is used by another", "contains a filesystem", "open logical volume", "open volume") =>
                new LodgeException(ErrorCode.ImageInUse, message, "Stop the VM or program that uses it; 'dmsetup ls --tree' shows what is open."),
            _ when Says(said, "not found", "Failed to find") => new LodgeException(ErrorCode.NotFound, message, "'vgs' and 'lvs' show what there is."),
            _ when Says(said, "device-mapper", "target(s) not detected") =>
                new LodgeException(ErrorCode.Unsupported, message, "Load the kernel's module with 'modprobe dm-mod', and for thin pools 'modprobe dm-thin-pool'."),
            _ => new LodgeException(ErrorCode.StorageFailed, message),
        };
    }

    // What it says each time on a host without device-mapper, and what it says besides.
    private static bool IsNews(string line) =>
        !line.StartsWith("WARNING: Activation disabled", StringComparison.Ordinal) && !line.StartsWith("Run `", StringComparison.Ordinal);

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
