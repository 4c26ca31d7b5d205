using System.Text.Json;

namespace Lodge.Qmp.Commands;

/// <summary><c>query-memory-size-summary</c>: the memory that the machine has.</summary>
public sealed class QueryMemorySizeSummaryCommand()
    : QmpCommand<MemorySizeReply>("query-memory-size-summary", ReplyJson.Default.MemorySizeReply);

/// <summary>The memory that the machine has.</summary>
/// <param name="BaseMemory">What it started with, in bytes.</param>
/// <param name="PluggedMemory">What was plugged in, in bytes; null on machines that cannot.</param>
public sealed record MemorySizeReply(ulong BaseMemory, ulong? PluggedMemory = null);

/// <summary><c>query-balloon</c>: what the guest leaves itself. An error if it has no balloon.</summary>
public sealed class QueryBalloonCommand() : QmpCommand<BalloonReply>("query-balloon", ReplyJson.Default.BalloonReply);

/// <summary>What the guest leaves itself.</summary>
/// <param name="Actual">In bytes.</param>
public sealed record BalloonReply(long Actual);

/// <summary><c>balloon</c>: asks the guest to use just so much memory.</summary>
/// <param name="bytes">In bytes, above 0.</param>
public sealed class BalloonCommand(long bytes) : QmpCommand<EmptyReply>("balloon", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer) => writer.WriteNumber("value"u8, bytes);
}

/// <summary><c>calc-dirty-rate</c>: begins to measure how fast the guest changes its memory; <c>query-dirty-rate</c> tells.</summary>
/// <param name="seconds">For how long, 1 to 60.</param>
/// <param name="mode"><c>page-sampling</c>, <c>dirty-bitmap</c> or <c>dirty-ring</c>.</param>
public sealed class CalcDirtyRateCommand(int seconds, string mode)
    : QmpCommand<EmptyReply>("calc-dirty-rate", ReplyJson.Default.EmptyReply)
{
    /// <inheritdoc/>
    protected internal override void WriteArguments(Utf8JsonWriter writer)
    {
        writer.WriteNumber("calc-time"u8, seconds);
        writer.WriteString("mode"u8, mode);
    }
}
