using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Model.Host;

namespace Lodge.Qemu.Facts;

/// <summary>
/// Finds UEFI firmware for x86-64 without secure boot: by the descriptions that distributions install for QEMU
/// (docs/interop/firmware.json in its tree), else at the places where Debian has it.
/// </summary>
internal static class UefiDiscovery
{
    private static readonly UefiFirmware[] WellKnown =
    [
        new("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
        new("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
        new("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
    ];

    // An administrator's folder comes before the distribution's; within one, the order of names is the priority.
    private static readonly string[] Folders = ["/etc/qemu/firmware", "/usr/share/qemu/firmware"];

    /// <summary>The firmware to use; null when none is installed.</summary>
    public static UefiFirmware? Find() => Find(Folders);

    internal static UefiFirmware? Find(IEnumerable<string> folders) => folders
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        .Select(TryRead)
        .Concat(WellKnown)
        .FirstOrDefault(firmware => firmware is not null && File.Exists(firmware.Code) && File.Exists(firmware.VarsTemplate));

    private static UefiFirmware? TryRead(string path)
    {
        try
        {
            return Read(File.ReadAllBytes(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The firmware that a description is of; null when it is not of the wanted kind.</summary>
    internal static UefiFirmware? Read(ReadOnlySpan<byte> description)
    {
        var firmware = JsonSerializer.Deserialize(description, FirmwareJson.Default.FirmwareDescription);
        return firmware is { Mapping: { Device: "flash", Executable: { Format: "raw" } code, Template: { Format: "raw" } vars } }
            && firmware.Interfaces.Contains("uefi")
            && firmware.Targets.Any(target => target.Architecture == "x86_64")
            && !firmware.Features.Any(feature => feature is "secure-boot" or "requires-smm" or "enrolled-keys")
            ? new UefiFirmware(code.FileName, vars.FileName)
            : null;
    }
}

/// <summary>The part of a firmware description that matters here.</summary>
internal sealed record FirmwareDescription(
    [property: JsonPropertyName("interface-types")] IReadOnlyList<string> Interfaces,
    [property: JsonPropertyName("mapping")] FirmwareMapping Mapping,
    [property: JsonPropertyName("targets")] IReadOnlyList<FirmwareTarget> Targets,
    [property: JsonPropertyName("features")] IReadOnlyList<string> Features);

/// <summary>Where the firmware's parts are.</summary>
internal sealed record FirmwareMapping(
    [property: JsonPropertyName("device")] string Device,
    [property: JsonPropertyName("executable")] FirmwareFile? Executable,
    [property: JsonPropertyName("nvram-template")] FirmwareFile? Template);

/// <summary>One part.</summary>
internal sealed record FirmwareFile(
    [property: JsonPropertyName("filename")] string FileName, [property: JsonPropertyName("format")] string Format);

/// <summary>What the firmware is for.</summary>
internal sealed record FirmwareTarget([property: JsonPropertyName("architecture")] string Architecture);

/// <summary>JSON of firmware descriptions.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FirmwareDescription))]
internal sealed partial class FirmwareJson : JsonSerializerContext;
