using Lodge.Model.Host;

namespace Lodge.Qemu.Tests.Firmware;

/// <summary>The firmware that Debian 12 describes in its package ovmf.</summary>
internal static class DebianFirmware
{
    private static readonly FirmwareTarget Q35 = new("x86_64", ["pc-q35-*"]);

    public static readonly FirmwareDescriptor Enrolled = Of(
        "40-edk2-x86_64-secure-enrolled.json", "OVMF_CODE_4M.ms.fd", "OVMF_VARS_4M.ms.fd", Q35, "enrolled-keys", "requires-smm", "secure-boot");

    public static readonly FirmwareDescriptor Secure = Of(
        "50-edk2-x86_64-secure.json", "OVMF_CODE_4M.secboot.fd", "OVMF_VARS_4M.fd", Q35, "requires-smm", "secure-boot");

    public static readonly FirmwareDescriptor Plain = Of(
        "60-edk2-x86_64.json", "OVMF_CODE_4M.fd", "OVMF_VARS_4M.fd", new("x86_64", ["pc-i440fx-*", "pc-q35-*"]));

    public static readonly IReadOnlyList<FirmwareDescriptor> All = [Enrolled, Secure, Plain];

    private static FirmwareDescriptor Of(string name, string code, string vars, FirmwareTarget target, params string[] features) => new()
    {
        Name = name,
        Interfaces = ["uefi"],
        Mapping = FirmwareMapping.SplitFlash,
        Code = $"/usr/share/OVMF/{code}",
        VarsTemplate = $"/usr/share/OVMF/{vars}",
        Targets = [target],
        Features = ["acpi-s3", "amd-sev", .. features, "verbose-dynamic"],
    };
}
