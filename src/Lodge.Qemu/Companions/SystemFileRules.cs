using Lodge.Linux.Launch;
using Lodge.Linux.Security;

namespace Lodge.Qemu.Companions;

/// <summary>What any program reaches by path that is linked with OpenSSL and GLib: libraries and what they look into.</summary>
internal static class SystemFileRules
{
    private static readonly string[] Programs = ["/usr", "/lib", "/lib64"];
    private static readonly string[] Readable = ["/etc/ld.so.cache", "/etc/ssl", "/etc/pki", "/etc/crypto-policies", "/proc/sys/crypto"];
    private static readonly string[] Devices = ["/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"];

    /// <summary>The rules for a program.</summary>
    /// <param name="program">Its absolute path, which need not be below <c>/usr</c>.</param>
    public static IEnumerable<LandlockRule> Of(string program) =>
    [
        .. Programs.Select(folder => new LandlockRule(folder, LandlockAccess.ReadExecute, Optional: true)),
        new(program, LandlockAccess.ReadExecute),
        .. Readable.Select(place => new LandlockRule(place, LandlockAccess.ReadOnly, Optional: true)),
        .. Devices.Select(device => new LandlockRule(device, LandlockAccess.ReadWrite, Optional: true)),
    ];
}
