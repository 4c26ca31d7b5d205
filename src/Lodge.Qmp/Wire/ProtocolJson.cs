using System.Text.Json.Serialization;

namespace Lodge.Qmp.Wire;

/// <summary>What follows <c>QMP</c> in the greeting. Its capabilities are not used: oob stays off.</summary>
internal sealed record GreetingBody(QmpVersion Version);

/// <summary>What follows <c>error</c> in a reply.</summary>
internal sealed record ErrorBody(string Class, string Desc);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GreetingBody))]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
