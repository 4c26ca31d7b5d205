using Lodge.Linux.Security;
using Lodge.Model.Vms;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>
/// What QEMU reaches by path: itself, its libraries and firmware, a few files by which the C library learns about the
/// machine. Nothing of the user's is among them; that all comes as descriptors.
/// </summary>
internal static class HostFileRules
{
    private static readonly string[] Programs = ["/usr", "/lib", "/lib64"];
    private static readonly string[] Devices = ["/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"];
    private static readonly string[] Readable =
    [
        "/etc/ld.so.cache",
        "/sys/devices/system/cpu",
        "/sys/devices/system/node",
        "/sys/kernel/mm/transparent_hugepage",
        "/proc/meminfo",
        "/proc/cpuinfo",
        "/proc/stat",
    ];

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        foreach (var folder in Programs)
        {
            plan.Allow(folder, LandlockAccess.ReadExecute, optional: true);
        }

        if (InstallationOf(context.Facts.Binary) is { } installation)
        {
            plan.Allow(installation, LandlockAccess.ReadExecute);
        }

        foreach (var file in Readable)
        {
            plan.Allow(file, LandlockAccess.ReadOnly, optional: true);
        }

        foreach (var device in Devices)
        {
            plan.Allow(device, LandlockAccess.ReadWrite, optional: true);
        }

        if (context.Accelerator.Kind == Accelerator.Kvm)
        {
            plan.Allow("/dev/kvm", LandlockAccess.Device);
        }
    }

    /// <summary>
    /// The folder above <c>bin</c> of a QEMU outside of <c>/usr</c>, which holds its firmware too; the binary alone
    /// when it lies elsewhere; null when nothing need be added.
    /// </summary>
    private static string? InstallationOf(string binary)
    {
        if (binary.StartsWith("/usr/", StringComparison.Ordinal))
        {
            return null;
        }

        var folder = Path.GetDirectoryName(binary);
        var above = Path.GetDirectoryName(folder);
        return Path.GetFileName(folder) == "bin" && above is { Length: > 1 } ? above : binary;
    }
}
