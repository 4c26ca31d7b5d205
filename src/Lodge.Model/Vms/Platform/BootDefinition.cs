using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Platform;

/// <summary>What the guest boots through and from. The order among devices stands on the devices.</summary>
public sealed record BootDefinition
{
    /// <summary>The firmware. With a <see cref="Kernel"/> it only hands over to that kernel.</summary>
    public FirmwareType Firmware { get; init; } = FirmwareType.Bios;

    /// <summary>UEFI: whether only signed boot loaders run. Absent: no. The board must be q35.</summary>
    public bool? SecureBoot { get; init; }

    /// <summary>UEFI: whether the usual vendors' keys are enrolled from the start. Absent: as <see cref="SecureBoot"/>.</summary>
    public bool? EnrolledKeys { get; init; }

    /// <summary>Absolute path of the firmware. Absent: chosen by the host's firmware descriptors.</summary>
    public string? Loader { get; init; }

    /// <summary>UEFI: absolute path of the variable store. Absent: one in the VM's state folder.</summary>
    public string? Nvram { get; init; }

    /// <summary>UEFI: absolute path of what the variable store is first made from. Absent: the firmware's own.</summary>
    public string? NvramTemplate { get; init; }

    /// <summary>Absolute path of a Linux kernel to boot directly, instead of from a disk.</summary>
    public string? Kernel { get; init; }

    /// <summary>Absolute path of the initramfs for <see cref="Kernel"/>.</summary>
    public string? Initrd { get; init; }

    /// <summary>Command line for <see cref="Kernel"/>, at most 2,047 bytes.</summary>
    public string? CommandLine { get; init; }

    /// <summary>Whether the firmware offers a menu. Absent: no.</summary>
    public bool? Menu { get; init; }

    /// <summary>Milliseconds that the menu or splash waits, 0 to 65,535. Absent: the firmware's.</summary>
    public int? MenuTimeout { get; init; }

    /// <summary>BIOS: milliseconds before a failed boot is tried again, -1 (never) to 65,535. Absent: never.</summary>
    public int? RebootTimeout { get; init; }

    /// <summary>BIOS: whether it also writes to the first serial port. Absent: no.</summary>
    public bool? SerialOutput { get; init; }

    /// <summary>
    /// Kinds of devices that are booted from, each once: of each the first device that the VM has when it starts. Excludes
    /// <c>bootOrder</c> on devices. Absent: the order on the devices.
    /// </summary>
    public IReadOnlyList<BootKind>? Kinds { get; init; }

    /// <summary>What the guest reads of the machine's maker. Absent: QEMU's.</summary>
    public SmbiosDefinition? Smbios { get; init; }

    /// <summary>Blobs for the guest's firmware (fw_cfg).</summary>
    public IReadOnlyList<FirmwareConfigEntry>? FirmwareConfig { get; init; }
}

/// <summary>Kinds of devices that are booted from.</summary>
[JsonConverter(typeof(KebabEnumConverter<BootKind>))]
public enum BootKind
{
    /// <summary>Hard disks.</summary>
    Disk = 0,

    /// <summary>CD-ROM drives.</summary>
    Cdrom = 1,

    /// <summary>Floppy drives.</summary>
    Floppy = 2,

    /// <summary>Network cards.</summary>
    Network = 3,
}

/// <summary>Guest firmware.</summary>
[JsonConverter(typeof(KebabEnumConverter<FirmwareType>))]
public enum FirmwareType
{
    /// <summary>SeaBIOS.</summary>
    Bios = 0,

    /// <summary>UEFI by OVMF, with a variable store of the VM's own.</summary>
    Uefi = 1,
}

/// <summary>An entry of fw_cfg. One of text and file.</summary>
public sealed record FirmwareConfigEntry
{
    /// <summary>Such as <c>opt/com.example/name</c>, at most 55 characters without blanks; begins with <c>opt/</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The contents.</summary>
    public string? Text { get; init; }

    /// <summary>Absolute path of a file with the contents.</summary>
    public string? File { get; init; }
}

/// <summary>What the guest reads of the machine's maker (SMBIOS).</summary>
public sealed record SmbiosDefinition
{
    /// <summary>Where the tables come from. Absent: from here.</summary>
    public SmbiosMode? Mode { get; init; }

    /// <summary>The firmware: type 0.</summary>
    public SmbiosBios? Bios { get; init; }

    /// <summary>The machine: type 1. Its UUID is the VM's.</summary>
    public SmbiosSystem? System { get; init; }

    /// <summary>The main board: type 2.</summary>
    public SmbiosBoard? Board { get; init; }

    /// <summary>The case: type 3.</summary>
    public SmbiosChassis? Chassis { get; init; }

    /// <summary>Free texts of the maker, each of at most 255 printable characters: type 11.</summary>
    public IReadOnlyList<string>? OemStrings { get; init; }
}

/// <summary>Where SMBIOS tables come from.</summary>
[JsonConverter(typeof(KebabEnumConverter<SmbiosMode>))]
public enum SmbiosMode
{
    /// <summary>From the definition.</summary>
    Sysinfo = 0,

    /// <summary>From QEMU.</summary>
    Emulate = 1,

    /// <summary>The host's own.</summary>
    Host = 2,
}

/// <summary>SMBIOS type 0.</summary>
/// <param name="Vendor">Vendor, at most 255 printable characters.</param>
/// <param name="Version">Version, at most 255 printable characters.</param>
/// <param name="Date">Date, at most 255 printable characters, <c>mm/dd/yyyy</c>.</param>
/// <param name="Release">Release, at most 255 printable characters, <c>major.minor</c>.</param>
public sealed record SmbiosBios(string? Vendor = null, string? Version = null, string? Date = null, string? Release = null);

/// <summary>SMBIOS type 1.</summary>
/// <param name="Manufacturer">Manufacturer, at most 255 printable characters.</param>
/// <param name="Product">Product, at most 255 printable characters.</param>
/// <param name="Version">Version, at most 255 printable characters.</param>
/// <param name="Serial">Serial number, at most 255 printable characters; cloud-init reads it when it is such as <c>ds=nocloud;s=https://host/</c>.</param>
/// <param name="Sku">Stock-keeping unit, at most 255 printable characters.</param>
/// <param name="Family">Family, at most 255 printable characters.</param>
public sealed record SmbiosSystem(
    string? Manufacturer = null, string? Product = null, string? Version = null, string? Serial = null, string? Sku = null, string? Family = null);

/// <summary>SMBIOS type 2.</summary>
/// <param name="Manufacturer">Manufacturer, at most 255 printable characters.</param>
/// <param name="Product">Product, at most 255 printable characters.</param>
/// <param name="Version">Version, at most 255 printable characters.</param>
/// <param name="Serial">Serial number, at most 255 printable characters.</param>
/// <param name="Asset">Asset tag, at most 255 printable characters.</param>
/// <param name="Location">Place in the case, at most 255 printable characters.</param>
public sealed record SmbiosBoard(
    string? Manufacturer = null, string? Product = null, string? Version = null, string? Serial = null, string? Asset = null, string? Location = null);

/// <summary>SMBIOS type 3.</summary>
/// <param name="Manufacturer">Manufacturer, at most 255 printable characters.</param>
/// <param name="Version">Version, at most 255 printable characters.</param>
/// <param name="Serial">Serial number, at most 255 printable characters.</param>
/// <param name="Asset">Asset tag, at most 255 printable characters.</param>
/// <param name="Sku">Stock-keeping unit, at most 255 printable characters.</param>
public sealed record SmbiosChassis(
    string? Manufacturer = null, string? Version = null, string? Serial = null, string? Asset = null, string? Sku = null);
