using Microsoft.Extensions.Logging;

namespace Lodge.Store;

/// <summary>What the store writes to the log; event ids 5000 to 5099.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(5001, LogLevel.Debug, "Database {Path} is open; schema version {Found} found, {Newest} in use.")]
    public static partial void Opened(ILogger logger, string path, int found, int newest);

    [LoggerMessage(5002, LogLevel.Warning, "The disk of {Path} is slow: {Count} changes took {Milliseconds} ms to become durable.")]
    public static partial void SlowCommit(ILogger logger, string path, long milliseconds, int count);

    [LoggerMessage(5003, LogLevel.Error, "Database {Path} did not close cleanly; its write-ahead log will be replayed at the next start.")]
    public static partial void CloseFailed(ILogger logger, string path, Exception cause);

    [LoggerMessage(5004, LogLevel.Warning, "What was deleted from {Path} could not be flushed to the disk yet; the next change does it.")]
    public static partial void FlushFailed(ILogger logger, string path, Exception cause);
}
