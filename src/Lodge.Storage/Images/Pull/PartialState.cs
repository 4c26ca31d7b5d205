using System.Text.Json.Serialization;

namespace Lodge.Storage.Images.Pull;

/// <summary>What is remembered of an unfinished download.</summary>
/// <param name="Digest">The published digest of the whole file; null when none is.</param>
/// <param name="Url">Where the bytes came from.</param>
/// <param name="ETag">The server's strong tag of the file; null when it gave none.</param>
internal sealed record PartialState(string? Digest, Uri? Url, string? ETag);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PartialState))]
internal sealed partial class PullJson : JsonSerializerContext;
