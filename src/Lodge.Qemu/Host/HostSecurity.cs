using Lodge.Linux.Cgroups;
using Lodge.Linux.Security;
using Lodge.Model.Host;

namespace Lodge.Qemu.Host;

/// <summary>How VMs will be confined on this host.</summary>
internal static class HostSecurity
{
    public static SecurityReport Of(QemuOptions options, QemuFacts? qemu, CgroupTree cgroups) => new(
    [
        options.Uids is { } range
            ? Item("user", SecurityState.Enforced, $"each VM its own user, uid {range.First} to {range.First + range.Count - 1}")
            : Item("user", SecurityState.Off, "VMs run as the daemon's own user, as it does not run as root"),
        cgroups.Hierarchies.Count > 0
            ? Item("cgroups", SecurityState.Enforced, $"each VM its own control group, in {cgroups.Hierarchies.Count} hierarchies")
            : Item("cgroups", SecurityState.Unavailable, cgroups.Notes.Count > 0 ? cgroups.Notes[0] : "this host has none that can be used"),
        Item("no-new-privileges", SecurityState.Enforced, "no VM's process gains privileges"),
        OfLandlock(Landlock.Probe()),
        OfSeccomp(qemu),
    ]);

    private static SecurityItem OfLandlock(LandlockSupport support) => support.IsAvailable
        ? Item("landlock", SecurityState.Enforced, $"each VM reaches only its own files (Landlock ABI {support.Version})")
        : Item("landlock", SecurityState.Unavailable, support.Reason ?? "this kernel has it not");

    private static SecurityItem OfSeccomp(QemuFacts? qemu) => qemu switch
    {
        null => Item("seccomp", SecurityState.Unavailable, "QEMU has not been asked yet, or is missing"),
        { HasSandbox: true } => Item("seccomp", SecurityState.Enforced, "QEMU's own filter, with every restriction"),
        _ => Item("seccomp", SecurityState.Unavailable, "this QEMU was built without seccomp"),
    };

    private static SecurityItem Item(string name, SecurityState state, string detail) => new(name, state, detail);
}
