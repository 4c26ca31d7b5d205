using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Host;

/// <summary>
/// A firmware build that the host has installed, as its description for QEMU tells (docs/interop/firmware.json in
/// QEMU's tree).
/// </summary>
public sealed record FirmwareDescriptor
{
    /// <summary>Name of the description's file, such as <c>60-edk2-x86_64.json</c>; the first in this order has priority.</summary>
    public required string Name { get; init; }

    /// <summary>For people; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>What the guest finds: <c>uefi</c>, <c>bios</c>, <c>openfirmware</c> or <c>uboot</c>.</summary>
    public required IReadOnlyList<string> Interfaces { get; init; }

    /// <summary>How the board takes it.</summary>
    public required FirmwareMapping Mapping { get; init; }

    /// <summary>Absolute path of the firmware image.</summary>
    public required string Code { get; init; }

    /// <summary>Format of <see cref="Code"/>.</summary>
    public FirmwareFormat CodeFormat { get; init; }

    /// <summary>Absolute path of the variable store that a VM's own is made from; null for a firmware without.</summary>
    public string? VarsTemplate { get; init; }

    /// <summary>Format of <see cref="VarsTemplate"/>.</summary>
    public FirmwareFormat VarsFormat { get; init; }

    /// <summary>The boards that it runs on.</summary>
    public required IReadOnlyList<FirmwareTarget> Targets { get; init; }

    /// <summary>What it can do or needs, such as <c>secure-boot</c>, <c>enrolled-keys</c>, <c>requires-smm</c>, <c>amd-sev</c>.</summary>
    public required IReadOnlyList<string> Features { get; init; }
}

/// <summary>Boards that a firmware runs on.</summary>
/// <param name="Architecture">QEMU's name of the processor architecture, such as <c>x86_64</c>.</param>
/// <param name="Machines">Patterns of exact machine types, such as <c>pc-q35-*</c>.</param>
public sealed record FirmwareTarget(string Architecture, IReadOnlyList<string> Machines);

/// <summary>How a board takes a firmware.</summary>
[JsonConverter(typeof(KebabEnumConverter<FirmwareMapping>))]
public enum FirmwareMapping
{
    /// <summary>Two flash chips: code to read, variables to write.</summary>
    SplitFlash = 0,

    /// <summary>One flash chip to read; the guest's changes to variables are lost.</summary>
    StatelessFlash = 1,

    /// <summary>Loaded into memory, as a BIOS is.</summary>
    Memory = 2,
}

/// <summary>How the image of a flash chip is laid out on the host.</summary>
[JsonConverter(typeof(KebabEnumConverter<FirmwareFormat>))]
public enum FirmwareFormat
{
    /// <summary>Byte for byte.</summary>
    Raw = 0,

    /// <summary>qcow2, which can be smaller, and be snapshotted.</summary>
    Qcow2 = 1,
}
