namespace Lodge.Qemu.Firmware;

/// <summary>Features of firmware by the names that descriptions use (FirmwareFeature in docs/interop/firmware.json).</summary>
internal static class FirmwareFeature
{
    public const string SecureBoot = "secure-boot";
    public const string EnrolledKeys = "enrolled-keys";
    public const string RequiresSmm = "requires-smm";
    public const string AmdSev = "amd-sev";
    public const string AmdSevEs = "amd-sev-es";
    public const string AmdSevSnp = "amd-sev-snp";
    public const string IntelTdx = "intel-tdx";
}
