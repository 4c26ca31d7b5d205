using System.Globalization;
using Lodge.Linux.Security;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Memory that the host cannot read (docs/system/i386/amd-memory-encryption.rst in QEMU's tree).</summary>
internal static class LaunchSecurityArguments
{
    public const string Id = "sec0";

    private const string Device = "/dev/sev";
    private const uint UsualPolicy = 3;
    private const ulong UsualSnpPolicy = 0x30000;

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        switch (context.Definition.LaunchSecurity)
        {
            case SevSecurity sev:
                plan.Allow(Device, LandlockAccess.Device);
                plan.Add("-object", OptionText.Of(
                    "sev-guest",
                    [
                        ("id", Id),
                        .. Bits(context, sev.CBitPosition, sev.ReducedPhysicalBits),
                        ("policy", Hex(sev.Policy ?? UsualPolicy)),
                        ("dh-cert-file", Text(plan, "dh-certificate", sev.DhCertificate)),
                        ("session-file", Text(plan, "session", sev.Session)),
                        ("kernel-hashes", Switch(sev.KernelHashes)),
                    ]));
                return;
            case SevSnpSecurity snp:
                plan.Allow(Device, LandlockAccess.Device);
                plan.Add("-object", OptionText.Of(
                    "sev-snp-guest",
                    [
                        ("id", Id),
                        .. Bits(context, snp.CBitPosition, snp.ReducedPhysicalBits),
                        ("policy", Hex(snp.Policy ?? UsualSnpPolicy)),
                        ("kernel-hashes", Switch(snp.KernelHashes)),
                        ("host-data", snp.HostData),
                    ]));
                return;
            default:
                return;
        }
    }

    private static (string, string?)[] Bits(PlanContext context, int? position, int? reduced)
    {
        var host = context.MemoryEncryption;
        return (position ?? host?.CBitPosition, reduced ?? host?.ReducedPhysicalBits) is ({ } bit, { } bits)
            ? [("cbitpos", PlanBuilder.Text(bit)), ("reduced-phys-bits", PlanBuilder.Text(bits))]
            : throw new LodgeException(
                ErrorCode.Unsupported,
                "The VM's memory is to be encrypted, and this host's processor has no AMD SEV.",
                "Start it on a host with AMD SEV, or leave launchSecurity out.");
    }

    private static string? Text(PlanBuilder plan, string label, string? contents) => contents is null
        ? null
        : $"/proc/self/fd/{PlanBuilder.Text(plan.Pass(label, new InlineText(contents)))}";

    private static string Hex(ulong value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");

    private static string? Switch(bool? on) => on is { } known ? OptionText.Switch(known) : null;
}
