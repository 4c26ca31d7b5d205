using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Platform;

/// <summary>Memory that the host cannot read: AMD SEV, SEV-ES, SEV-SNP.</summary>
internal static class LaunchSecurityValidator
{
    private const int HostDataBytes = 32;

    public static void Check(VmDefinition definition, Place root)
    {
        if (definition.LaunchSecurity is not { } security)
        {
            return;
        }

        var place = root.In("launchSecurity");
        place.AddIf(definition.Boot.Firmware != FirmwareType.Uefi, "", "needs boot.firmware 'uefi'");
        place.AddIf(definition.Accel == Accelerator.Tcg, "", "needs KVM, and accel is 'tcg'");
        switch (security)
        {
            case SevSecurity sev:
                CheckBits(definition, place, sev.CBitPosition, sev.ReducedPhysicalBits, sev.KernelHashes);
                place.AddIf(sev.DhCertificate is null && sev.Session is not null, "dhCertificate", "is missing, while a session is given");
                place.AddIf(sev.Session is null && sev.DhCertificate is not null, "session", "is missing, while a dhCertificate is given");
                CheckBase64(place, "dhCertificate", sev.DhCertificate);
                CheckBase64(place, "session", sev.Session);
                break;
            case SevSnpSecurity snp:
                CheckBits(definition, place, snp.CBitPosition, snp.ReducedPhysicalBits, snp.KernelHashes);
                place.AddIf(
                    snp.HostData is { } data && Texts.Base64Bytes(data) != HostDataBytes,
                    "hostData",
                    $"must be {HostDataBytes} bytes in base 64");
                break;
            default:
                throw new InvalidOperationException($"{security.GetType().Name} has no rules.");
        }
    }

    private static void CheckBits(VmDefinition definition, Place place, int? cBit, int? reduced, bool? hashes)
    {
        place.Range("cBitPosition", cBit, 32, 63);
        place.Range("reducedPhysicalBits", reduced, 1, 63);
        place.AddIf(hashes == true && definition.Boot.Kernel is null, "kernelHashes", "needs boot.kernel: without one there is nothing to measure");
    }

    private static void CheckBase64(Place place, string field, string? text) =>
        place.AddIf(text is not null && Texts.Base64Bytes(text) is null or 0, field, "must be base 64");
}
