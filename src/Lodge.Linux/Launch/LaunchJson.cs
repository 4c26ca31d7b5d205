using System.Text.Json.Serialization;

namespace Lodge.Linux.Launch;

/// <summary>The JSON of plans and refusals. Whatever is unknown, missing, doubled or null where it must not be is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LaunchPlan))]
[JsonSerializable(typeof(LaunchRefusal))]
internal sealed partial class LaunchJson : JsonSerializerContext;
