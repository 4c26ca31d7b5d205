using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Facts;

/// <summary>What tells one QEMU from another, and one kernel from another, without running them.</summary>
internal static class QemuFingerprint
{
    // Grows when a probe asks more than before: facts that were kept by an older Lodge are then asked for anew.
    private const int ProbeVersion = 2;

    /// <summary>The fingerprint of a binary under this kernel.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.HypervisorFailed"/>: there is no such binary.</exception>
    public static string Of(string binary)
    {
        try
        {
            var file = FileIdentity.Of(binary);
            if (file.Kind != FileKind.Regular)
            {
                throw Missing(binary, "is not a file", null);
            }

            return string.Create(
                CultureInfo.InvariantCulture,
                $"{ProbeVersion} {binary} {file.Size} {file.ModifiedNanoseconds} {file.Inode} {KernelRelease()}");
        }
        catch (LinuxException failure)
        {
            throw Missing(binary, ErrnoWords.Explain(failure.Errno), failure);
        }
    }

    /// <summary>The kernel's release, such as <c>6.1.0-18-cloud-amd64</c>.</summary>
    public static string KernelRelease() => File.ReadAllText("/proc/sys/kernel/osrelease").Trim();

    private static LodgeException Missing(string binary, string why, Exception? cause) => new(
        ErrorCode.HypervisorFailed,
        $"QEMU is missing: '{binary}': {why}.",
        "Install it (Debian: apt install qemu-system-x86), or set its path in the configuration.",
        cause);
}
