using System.Text.Json.Serialization;
using Lodge.Bench.Lab;

namespace Lodge.Bench.Report;

/// <summary>A whole run, for programs.</summary>
internal sealed record BenchResult
{
    public required DateTimeOffset Date { get; init; }

    public required bool Quick { get; init; }

    public required MachineFacts Machine { get; init; }

    public required IReadOnlyList<RowResult> Rows { get; init; }

    public required IReadOnlyList<string> Skipped { get; init; }
}

internal sealed record RowResult(
    string Id, string What, string Unit, SampleResult Lodge, PeerResult? Peer, double? Ratio, string? Goal, bool? Met)
{
    public static RowResult Of(Row row) => new(
        row.Id,
        row.What,
        row.Unit,
        SampleResult.Of(row.Lodge),
        row.Peer is { } peer ? new PeerResult(peer.Name, SampleResult.Of(peer.Samples)) : null,
        row.Ratio,
        row.Goal?.Text(row.Unit),
        row.Met);
}

internal sealed record PeerResult(string Name, SampleResult Samples);

internal sealed record SampleResult(double Median, double Least, double Most, int Count)
{
    public static SampleResult Of(Samples samples) => new(samples.Median, samples.Least, samples.Most, samples.Count);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchResult))]
internal sealed partial class BenchJson : JsonSerializerContext;
