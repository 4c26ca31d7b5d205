using Lodge.Model.Errors;

namespace Lodge.Qemu.Launching;

/// <summary>
/// Tells from QEMU's last words why it did not start. The one place that reads QEMU's prose: what it does not know
/// becomes an error that repeats the words themselves.
/// </summary>
internal static class StartFailure
{
    private static readonly Kind[] Kinds =
    [
        new(
            ["Authentication failure", "error connecting: Permission denied", "error connecting: Operation not permitted", "401 Unauthorized"],
            ErrorCode.FileNotAccessible,
            "A disk's server does not accept the user or the secret",
            "Check the user of the disk's source, and the value of its secret ('virsh secret-set-value'; the key of Ceph with --base64)."),
        new(
            ["Invalid password, cannot unlock any keyslot"],
            ErrorCode.FileNotAccessible,
            "The secret does not open an encrypted disk",
            "Check the value of the secret that the disk's encryption names."),
        new(
            ["Unknown driver 'iscsi'", "Unknown driver 'nfs'", "Unknown driver 'rbd'", "Unknown driver 'http", "driver 'iscsi'", "driver 'nfs'", "driver 'rbd'"],
            ErrorCode.Unsupported,
            "This QEMU cannot talk to a disk's server",
            "Install the rest of its drivers: on Debian the package qemu-block-extra."),
        new(
            ["iSCSI: Failed to connect", "Failed to mount nfs share", "Failed to open file :", "Failed to fstat file", "error connecting", "error reading header from", "CURL: Error opening file", "Failed to connect to '"],
            ErrorCode.FileNotAccessible,
            "A disk's server did not give the disk",
            "See the words of QEMU; whether the server has what the disk's source names; and whether the value of its secret is right."),
        new(
            ["Failed to get \"write\" lock", "Failed to get shared \"write\" lock", "Is another process using the image"],
            ErrorCode.ImageInUse,
            "A disk image is in use by another process",
            "Find out who uses it ('lodge list', 'fuser FILE') and stop that, or give the VM an image of its own."),
        new(
            ["Cannot allocate memory", "cannot set up guest memory", "Could not allocate", "out of memory"],
            ErrorCode.InsufficientResources,
            "The host does not give QEMU the memory it asked for",
            "Give the VM less memory, or stop others."),
        new(
            ["invalid kernel header", "could not load kernel", "Error loading uncompressed kernel", "error reading initrd", "could not load PVH", "Unknown kernel"],
            ErrorCode.BadFile,
            "QEMU cannot boot the kernel or initrd",
            "Check boot.kernel and boot.initrd: a bzImage (such as Debian's /boot/vmlinuz-*) and its own initramfs."),
        new(
            ["Image is not in qcow2 format", "is corrupt", "Image is corrupt", "invalid qcow2"],
            ErrorCode.BadFile,
            "A disk image is damaged or of another format",
            "Check it with 'qemu-img check', and compare the disk's format in the definition."),
        new(
            ["Could not access KVM kernel module", "failed to initialize KVM", "failed to initialize kvm", "KVM_CREATE_VM"],
            ErrorCode.KvmUnusable,
            "QEMU cannot use KVM",
            "See 'lodge host' for the state of KVM; accel 'tcg' works everywhere."),
        new(
            ["unable to find CPU model", "CPU model 'host' requires KVM", "CPU models are not"],
            ErrorCode.Unsupported,
            "QEMU does not have the CPU model",
            "Leave cpu.model out, or choose one of 'qemu-system-x86_64 -cpu help'."),
        new(
            ["unable to set guest cid"],
            ErrorCode.InvalidState,
            "Another VM of this host has the same vsock context id",
            "Give vsock.cid another number, or leave it out for one of the VM's own."),
        new(
            ["Permission denied"],
            ErrorCode.FileNotAccessible,
            "QEMU was denied a file",
            "See the words of QEMU for which one; files of the VM are handed over open, others must be readable for all."),
        new(
            ["load of migration failed", "error while loading state", "Unknown savevm section", "Unknown ramblock", "Length mismatch"],
            ErrorCode.BadFile,
            "The saved state cannot be loaded",
            "It is damaged, or was made by an incompatible QEMU. Start the VM without it to boot anew."),
        new(
            ["seccomp", "-sandbox"],
            ErrorCode.HypervisorFailed,
            "QEMU could not take up its sandbox",
            "Install a QEMU with seccomp support."),
    ];

    /// <summary>The error of a start at which QEMU ended.</summary>
    /// <param name="vm">The VM's name.</param>
    /// <param name="lastWords">The last lines of its log.</param>
    /// <param name="exit">How it ended.</param>
    public static LodgeError Classify(string vm, IReadOnlyList<string> lastWords, string exit)
    {
        var said = Condense(lastWords);
        var kind = Kinds.FirstOrDefault(kind => kind.Signs.Any(sign => said.Contains(sign, StringComparison.OrdinalIgnoreCase)));
        if (kind is not null)
        {
            return new LodgeError(kind.Code, $"{kind.Meaning}, so VM '{vm}' did not start. QEMU said: {said}", kind.Remedy);
        }

        return said.Length > 0
            ? new LodgeError(ErrorCode.HypervisorFailed, $"QEMU ended while it started VM '{vm}' ({exit}). It said: {said}", "The whole of it: 'lodge log --qemu'.")
            : new LodgeError(ErrorCode.HypervisorFailed, $"QEMU ended while it started VM '{vm}' ({exit}), without a word.", "See the kernel's log (dmesg) for a crash or an out-of-memory kill.");
    }

    // Without the program's name in front of each line, and without warnings when there is more than those.
    private static string Condense(IReadOnlyList<string> lastWords)
    {
        var lines = lastWords.Select(WithoutProgram).ToList();
        var errors = lines.Where(line => !line.Contains("warning:", StringComparison.Ordinal)).ToList();
        return string.Join(" / ", (errors.Count > 0 ? errors : lines).TakeLast(5));
    }

    private static string WithoutProgram(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && line.AsSpan(0, colon).Contains("qemu-system", StringComparison.Ordinal) ? line[(colon + 2)..] : line;
    }

    private sealed record Kind(string[] Signs, ErrorCode Code, string Meaning, string Remedy);
}
