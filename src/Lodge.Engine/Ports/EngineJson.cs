using System.Text.Json.Serialization;

namespace Lodge.Engine.Ports;

/// <summary>JSON for what the engine keeps in files: run records and heads of saved states.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(SavedStateHeader))]
public sealed partial class EngineJson : JsonSerializerContext;
