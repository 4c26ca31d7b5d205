using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Storage.Pools;

/// <summary>What is logged of storage. Ids are stable: 1300 to 1399.</summary>
internal static partial class PoolLog
{
    [LoggerMessage(1301, LogLevel.Debug, "Pools are watched no longer")]
    public static partial void WatchEnded(ILogger logger);

    [LoggerMessage(1302, LogLevel.Warning, "Storage pool {Name} cannot be reached: {Reason}")]
    public static partial void Lost(ILogger logger, string name, string reason);

    [LoggerMessage(1303, LogLevel.Warning, "Storage pool {Name} could not be started: {Reason}")]
    public static partial void StartFailed(ILogger logger, string name, string reason);

    [LoggerMessage(1304, LogLevel.Warning, "The storage pool 'default' could not be made: {Reason}")]
    public static partial void DefaultFailed(ILogger logger, string reason);
}
