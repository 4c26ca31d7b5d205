using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lodge.Qmp.Commands;

/// <summary><c>query-blockstats</c>: the counters of drives, or of all block nodes.</summary>
/// <param name="queryNodes">Whether of all block nodes.</param>
public sealed class QueryBlockStatsCommand(bool? queryNodes = null)
    : QmpCommand<IReadOnlyList<BlockStats>>("query-blockstats", ReplyJson.Default.IReadOnlyListBlockStats)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) =>
        writer.WriteOptional("query-nodes", queryNodes);
}

/// <summary>The counters of one drive or block node.</summary>
/// <param name="Stats">The counters.</param>
/// <param name="Device">The block device's name, if it has one.</param>
/// <param name="Qdev">The device's id or place in the object tree.</param>
/// <param name="NodeName">The block node.</param>
/// <param name="Parent">The counters of the file below the format.</param>
/// <param name="Backing">The counters of the image below it.</param>
public sealed record BlockStats(
    BlockCounters Stats,
    string? Device = null,
    string? Qdev = null,
    string? NodeName = null,
    BlockStats? Parent = null,
    BlockStats? Backing = null);

/// <summary>Counters since the start of QEMU. Times are in nanoseconds.</summary>
/// <param name="RdBytes">Bytes read.</param>
/// <param name="WrBytes">Bytes written.</param>
/// <param name="UnmapBytes">Bytes discarded.</param>
/// <param name="RdOperations">Reads.</param>
/// <param name="WrOperations">Writes.</param>
/// <param name="FlushOperations">Flushes.</param>
/// <param name="UnmapOperations">Discards.</param>
/// <param name="RdTotalTimeNs">Time spent on reads.</param>
/// <param name="WrTotalTimeNs">Time spent on writes.</param>
/// <param name="FlushTotalTimeNs">Time spent on flushes.</param>
/// <param name="UnmapTotalTimeNs">Time spent on discards.</param>
/// <param name="WrHighestOffset">The end of the furthest write, in bytes: how much a growing image needs.</param>
/// <param name="FailedRdOperations">Reads that failed.</param>
/// <param name="FailedWrOperations">Writes that failed.</param>
/// <param name="FailedFlushOperations">Flushes that failed.</param>
/// <param name="IdleTimeNs">Time since the last request; null before the first.</param>
public sealed record BlockCounters(
    [property: JsonPropertyName("rd_bytes")] long RdBytes,
    [property: JsonPropertyName("wr_bytes")] long WrBytes,
    [property: JsonPropertyName("unmap_bytes")] long UnmapBytes,
    [property: JsonPropertyName("rd_operations")] long RdOperations,
    [property: JsonPropertyName("wr_operations")] long WrOperations,
    [property: JsonPropertyName("flush_operations")] long FlushOperations,
    [property: JsonPropertyName("unmap_operations")] long UnmapOperations,
    [property: JsonPropertyName("rd_total_time_ns")] long RdTotalTimeNs,
    [property: JsonPropertyName("wr_total_time_ns")] long WrTotalTimeNs,
    [property: JsonPropertyName("flush_total_time_ns")] long FlushTotalTimeNs,
    [property: JsonPropertyName("unmap_total_time_ns")] long UnmapTotalTimeNs,
    [property: JsonPropertyName("wr_highest_offset")] long WrHighestOffset,
    [property: JsonPropertyName("failed_rd_operations")] long FailedRdOperations,
    [property: JsonPropertyName("failed_wr_operations")] long FailedWrOperations,
    [property: JsonPropertyName("failed_flush_operations")] long FailedFlushOperations,
    [property: JsonPropertyName("idle_time_ns")] long? IdleTimeNs = null);
