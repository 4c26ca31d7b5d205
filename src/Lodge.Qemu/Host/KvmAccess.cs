using Lodge.Linux.Files;
using Lodge.Model.Host;

namespace Lodge.Qemu.Host;

/// <summary>
/// Whether VMs can use the KVM that the daemon proved: they run as users of their own, and QEMU opens the device
/// itself.
/// </summary>
internal static class KvmAccess
{
    private const int GroupCan = 0x30; // 0060
    private const int OthersCan = 0x6; // 0006

    /// <summary>The report as it holds for VMs.</summary>
    /// <param name="report">What the daemon found for itself.</param>
    /// <param name="device">The device; null when there is none.</param>
    /// <param name="hasOwnUsers">Whether VMs run as users of their own.</param>
    public static KvmReport ForVms(KvmReport report, FileIdentity? device, bool hasOwnUsers)
    {
        if (!report.Usable || !hasOwnUsers || device is not { } kvm || IsReachable(kvm))
        {
            return report;
        }

        return report with
        {
            Usable = false,
            Reasons = ["KVM works, and VMs cannot open it: /dev/kvm is for root alone, and VMs run as other users.", .. report.Reasons],
            Remedy = "Give /dev/kvm to a group of its own, as distributions do: groupadd -r kvm; chgrp kvm /dev/kvm; chmod 660 /dev/kvm. Then restart lodged.",
        };
    }

    // Root's own group is never given to a VM.
    private static bool IsReachable(FileIdentity device) =>
        (device.Permissions & OthersCan) == OthersCan || (device.Gid != 0 && (device.Permissions & GroupCan) == GroupCan);
}
