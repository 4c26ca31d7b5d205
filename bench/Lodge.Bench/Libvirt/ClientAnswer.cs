using System.Text.Json.Serialization;

namespace Lodge.Bench.Libvirt;

/// <summary>What the client measured: each command tells some of it.</summary>
internal sealed record ClientAnswer
{
    /// <summary>Milliseconds, each time that it was done.</summary>
    public IReadOnlyList<double>? Times { get; init; }

    /// <summary>How often a second.</summary>
    public double? Rate { get; init; }

    /// <summary>Of how many domains everything was told.</summary>
    public int? Told { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ClientAnswer))]
internal sealed partial class ClientJson : JsonSerializerContext;
