using System.Text.Json.Serialization;

namespace Lodge.Network.Records;

/// <summary>JSON of the records in the run folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(NetworkRecord))]
[JsonSerializable(typeof(CardRecord))]
internal sealed partial class NetworkJson : JsonSerializerContext;
