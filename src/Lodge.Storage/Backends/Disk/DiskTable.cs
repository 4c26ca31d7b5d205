using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Model.Errors;

namespace Lodge.Storage.Backends.Disk;

/// <summary>A partition table as <c>sfdisk --json</c> prints it; places and sizes are sectors.</summary>
internal sealed record DiskTable
{
    // What a table leaves free before the first partition, where it does not say so itself: 1 MiB.
    private const long UsualStart = 1 << 20;

    /// <summary><c>gpt</c> or <c>dos</c>; sfdisk knows more.</summary>
    [JsonPropertyName("label")]
    public string Label { get; init; } = "";

    /// <summary>The first sector that a partition may have; only GPT tells.</summary>
    [JsonPropertyName("firstlba")]
    public long? First { get; init; }

    /// <summary>The last sector that a partition may have; only GPT tells.</summary>
    [JsonPropertyName("lastlba")]
    public long? Last { get; init; }

    [JsonPropertyName("sectorsize")]
    public long? GivenSectorSize { get; init; }

    [JsonPropertyName("partitions")]
    public IReadOnlyList<DiskPartition>? GivenPartitions { get; init; }

    /// <summary>Bytes of a sector.</summary>
    [JsonIgnore]
    public long SectorSize => GivenSectorSize ?? 512;

    /// <summary>The partitions, by their place.</summary>
    [JsonIgnore]
    public IReadOnlyList<DiskPartition> Partitions => [.. (GivenPartitions ?? []).OrderBy(partition => partition.Start)];

    /// <summary>Whether partitions have names.</summary>
    [JsonIgnore]
    public bool HasNames => Label == "gpt";

    /// <summary>Where partitions may be: the first sector, and the one behind the last.</summary>
    /// <param name="diskBytes">Length of the disk.</param>
    public (long From, long To) Span(long diskBytes) => (First ?? (UsualStart / SectorSize), Last + 1 ?? (diskBytes / SectorSize));

    /// <summary>Reads what sfdisk printed.</summary>
    /// <exception cref="LodgeException">It is no table.</exception>
    public static DiskTable Read(string printed)
    {
        try
        {
            return JsonSerializer.Deserialize(printed, DiskJson.Default.DiskReport)?.Table ?? throw new JsonException("there is no 'partitiontable'");
        }
        catch (JsonException broken)
        {
            throw new LodgeException(ErrorCode.StorageFailed, $"sfdisk reported what Lodge cannot read: {broken.Message}", "See that util-linux is of version 2.26 or later.", broken);
        }
    }
}

/// <summary>A partition.</summary>
internal sealed record DiskPartition
{
    /// <summary>Path of its device.</summary>
    [JsonPropertyName("node")]
    public string Node { get; init; } = "";

    [JsonPropertyName("start")]
    public long Start { get; init; }

    [JsonPropertyName("size")]
    public long Size { get; init; }

    /// <summary>A GUID with GPT, two hexadecimal digits with DOS.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Whether it only holds others: the extended partition of a DOS table.</summary>
    [JsonIgnore]
    public bool IsContainer => Type is "5" or "f" or "85";
}

/// <summary>The whole of what <c>sfdisk --json</c> prints.</summary>
internal sealed record DiskReport
{
    [JsonPropertyName("partitiontable")]
    public DiskTable? Table { get; init; }
}

/// <summary>How sfdisk's output is read.</summary>
[JsonSerializable(typeof(DiskReport))]
internal sealed partial class DiskJson : JsonSerializerContext;
