using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Model.Images;

namespace Lodge.Storage.Images.Catalogue;

/// <summary>A file of published images: <c>{"images": […]}</c>.</summary>
/// <param name="Images">The images.</param>
internal sealed record CatalogueFile(IReadOnlyList<CatalogueImage> Images);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CatalogueFile))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
