using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Model.Host;

namespace Lodge.Qemu.Firmware;

/// <summary>Reads one description of a firmware (docs/interop/firmware.json in QEMU's tree).</summary>
internal static class DescriptionReader
{
    /// <summary>The firmware described; null when the board takes it in a way that Lodge has no use for.</summary>
    /// <param name="name">Name of the description's file.</param>
    /// <param name="json">Its content.</param>
    /// <exception cref="JsonException">It is no such description.</exception>
    public static FirmwareDescriptor? Read(string name, ReadOnlySpan<byte> json)
    {
        var description = JsonSerializer.Deserialize(json, DescriptionJson.Default.Description) ?? throw new JsonException("It is null.");
        var mapping = description.Mapping;
        return (mapping.Device, mapping.Mode ?? "split") switch
        {
            ("flash", "split") when mapping is { Executable: { } code, Template: { } vars } =>
                Make(name, description, FirmwareMapping.SplitFlash, code, vars),
            ("flash", "stateless") when mapping.Executable is { } code => Make(name, description, FirmwareMapping.StatelessFlash, code, null),
            ("memory", _) when mapping.FileName is { } file => Make(name, description, FirmwareMapping.Memory, new(file, "raw"), null),
            _ => null,
        };
    }

    private static FirmwareDescriptor? Make(
        string name, Description description, FirmwareMapping mapping, DescribedFile code, DescribedFile? vars) =>
        FormatOf(code) is { } codeFormat && (vars is null ? FirmwareFormat.Raw : FormatOf(vars)) is { } varsFormat
            ? new FirmwareDescriptor
            {
                Name = name,
                Description = description.Text ?? "",
                Interfaces = description.Interfaces,
                Mapping = mapping,
                Code = code.FileName,
                CodeFormat = codeFormat,
                VarsTemplate = vars?.FileName,
                VarsFormat = varsFormat,
                Targets = [.. description.Targets.Select(target => new FirmwareTarget(target.Architecture, target.Machines ?? []))],
                Features = description.Features ?? [],
            }
            : null;

    private static FirmwareFormat? FormatOf(DescribedFile file) => file.Format switch
    {
        "raw" => FirmwareFormat.Raw,
        "qcow2" => FirmwareFormat.Qcow2,
        _ => null,
    };
}

/// <summary>A description as it is written.</summary>
internal sealed record Description(
    [property: JsonPropertyName("interface-types")] IReadOnlyList<string> Interfaces,
    [property: JsonPropertyName("mapping")] DescribedMapping Mapping,
    [property: JsonPropertyName("targets")] IReadOnlyList<DescribedTarget> Targets,
    [property: JsonPropertyName("features")] IReadOnlyList<string>? Features = null,
    [property: JsonPropertyName("description")] string? Text = null);

/// <summary>Where the firmware's parts are.</summary>
internal sealed record DescribedMapping(
    [property: JsonPropertyName("device")] string Device,
    [property: JsonPropertyName("mode")] string? Mode = null,
    [property: JsonPropertyName("executable")] DescribedFile? Executable = null,
    [property: JsonPropertyName("nvram-template")] DescribedFile? Template = null,
    [property: JsonPropertyName("filename")] string? FileName = null);

/// <summary>One part.</summary>
internal sealed record DescribedFile(
    [property: JsonPropertyName("filename")] string FileName, [property: JsonPropertyName("format")] string Format);

/// <summary>What the firmware is for.</summary>
internal sealed record DescribedTarget(
    [property: JsonPropertyName("architecture")] string Architecture,
    [property: JsonPropertyName("machines")] IReadOnlyList<string>? Machines = null);

/// <summary>JSON of firmware descriptions.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Description))]
internal sealed partial class DescriptionJson : JsonSerializerContext;
