using System.Security.Cryptography;
using System.Text;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Facts;

/// <summary>What tells one processor under one QEMU from another.</summary>
internal static class CpuFingerprint
{
    private static readonly string[] Fields = ["vendor_id", "cpu family", "model", "stepping", "microcode", "flags", "vmx flags"];

    // Whether guests may run guests of their own is decided when the module is loaded.
    private static readonly string[] NestingSwitches = ["/sys/module/kvm_intel/parameters/nested", "/sys/module/kvm_amd/parameters/nested"];

    /// <summary>The fingerprint.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.HypervisorFailed"/>: there is no such QEMU.</exception>
    public static string Of(string binary) =>
        $"{QemuFingerprint.Of(binary)} {OfProcessor(File.ReadLines("/proc/cpuinfo"))} {string.Concat(NestingSwitches.Select(Read))}";

    /// <summary>A digest of the first processor of a <c>/proc/cpuinfo</c>, without what changes from moment to moment.</summary>
    internal static string OfProcessor(IEnumerable<string> cpuInfo)
    {
        var identity = string.Join(
            '\n', cpuInfo.TakeWhile(line => line.Length > 0).Where(line => Fields.Contains(line.Split(':')[0].TrimEnd())));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..16];
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "-";
        }
    }
}
