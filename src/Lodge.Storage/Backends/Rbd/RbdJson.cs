using System.Text.Json.Serialization;

namespace Lodge.Storage.Backends.Rbd;

/// <summary>What rbd and rados print with <c>--format json</c>, as far as Lodge reads it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<RbdListed>))]
[JsonSerializable(typeof(List<RbdSnapshot>))]
[JsonSerializable(typeof(RbdInfo))]
[JsonSerializable(typeof(RbdUsage))]
[JsonSerializable(typeof(RadosRoom))]
internal sealed partial class RbdJson : JsonSerializerContext;

/// <summary>A line of <c>rbd ls -l</c>: an image, or a snapshot of one.</summary>
internal sealed record RbdListed(string Image, string? Snapshot, long Size, RbdParent? Parent);

/// <summary>What an image was cloned from.</summary>
internal sealed record RbdParent(string Pool, string? PoolNamespace, string Image, string Snapshot);

/// <summary>What <c>rbd info</c> tells of an image.</summary>
internal sealed record RbdInfo(string Name, long Size, IReadOnlyList<string>? Features, RbdParent? Parent, string? CreateTimestamp);

/// <summary>A line of <c>rbd snap ls</c>.</summary>
internal sealed record RbdSnapshot(string Name);

/// <summary>What <c>rbd du</c> tells of an image and its snapshots.</summary>
internal sealed record RbdUsage(IReadOnlyList<RbdUsed>? Images);

/// <summary>What an image or a snapshot takes, bytes.</summary>
internal sealed record RbdUsed(long UsedSize);

/// <summary>The room of a cluster by <c>rados df</c>, KiB.</summary>
internal sealed record RadosRoom(long TotalUsed, long TotalAvail, long TotalSpace);
