using System.Text.Json.Serialization;
using Lodge.Model.Host;

namespace Lodge.Qemu.Firmware;

/// <summary>The UEFI firmware of one VM. Kept beside its variable store, since the two belong together.</summary>
internal sealed record FirmwareChoice
{
    /// <summary>How the board takes it.</summary>
    public required FirmwareMapping Mapping { get; init; }

    /// <summary>Absolute path of the firmware image.</summary>
    public required string Code { get; init; }

    /// <summary>Format of <see cref="Code"/>.</summary>
    public FirmwareFormat CodeFormat { get; init; }

    /// <summary>Absolute path of what the variable store is made from; null without a store, or when the store must be there already.</summary>
    public string? VarsTemplate { get; init; }

    /// <summary>Format of the template and of the store.</summary>
    public FirmwareFormat VarsFormat { get; init; }

    /// <summary>Whether it protects its variables by the system management mode, which the board must then have.</summary>
    public bool RequiresSmm { get; init; }

    /// <summary>Whether it can check signatures.</summary>
    public bool SecureBoot { get; init; }

    /// <summary>Whether its template brings keys.</summary>
    public bool EnrolledKeys { get; init; }

    /// <summary>Whether there is a variable store to write to.</summary>
    [JsonIgnore]
    public bool HasStore => Mapping == FirmwareMapping.SplitFlash;

    /// <summary>A firmware as a choice.</summary>
    public static FirmwareChoice Of(FirmwareDescriptor firmware) => new()
    {
        Mapping = firmware.Mapping,
        Code = firmware.Code,
        CodeFormat = firmware.CodeFormat,
        VarsTemplate = firmware.VarsTemplate,
        VarsFormat = firmware.VarsFormat,
        RequiresSmm = firmware.Features.Contains(FirmwareFeature.RequiresSmm),
        SecureBoot = firmware.Features.Contains(FirmwareFeature.SecureBoot),
        EnrolledKeys = firmware.Features.Contains(FirmwareFeature.EnrolledKeys),
    };
}

/// <summary>JSON of a kept choice.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(FirmwareChoice))]
internal sealed partial class FirmwareChoiceJson : JsonSerializerContext;
