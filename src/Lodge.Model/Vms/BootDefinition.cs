using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>What the guest boots through and from.</summary>
public sealed record BootDefinition
{
    /// <summary>The firmware. With a <see cref="Kernel"/> it only hands over to that kernel.</summary>
    public FirmwareType Firmware { get; init; } = FirmwareType.Bios;

    /// <summary>Absolute path of a Linux kernel to boot directly, instead of from a disk.</summary>
    public string? Kernel { get; init; }

    /// <summary>Absolute path of the initramfs for <see cref="Kernel"/>.</summary>
    public string? Initrd { get; init; }

    /// <summary>Command line for <see cref="Kernel"/>, at most 2,047 bytes.</summary>
    public string? CommandLine { get; init; }
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
