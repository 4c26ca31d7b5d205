using Microsoft.Extensions.Logging;

namespace Lodge.Libvirt;

/// <summary>What the libvirt door logs. Ids are stable: 6000 to 6999 belong to it.</summary>
internal static partial class Log
{
    [LoggerMessage(6001, LogLevel.Debug, "libvirt client: process {ProcessId} of user {UserId} has connected, read-only: {ReadOnly}")]
    public static partial void ConnectionOpened(ILogger logger, int processId, uint userId, bool readOnly);

    [LoggerMessage(6002, LogLevel.Debug, "libvirt client: connection of process {ProcessId} ended: {Reason}")]
    public static partial void ConnectionClosed(ILogger logger, int processId, string reason);

    [LoggerMessage(6003, LogLevel.Error, "libvirt client: {Work} met a defect")]
    public static partial void HandlerCrashed(ILogger logger, string work, Exception exception);

    [LoggerMessage(6004, LogLevel.Warning, "libvirt client: a connection could not be accepted")]
    public static partial void AcceptFailed(ILogger logger, Exception exception);

    [LoggerMessage(6005, LogLevel.Warning, "libvirt client: refused, there are {Count} connections already")]
    public static partial void TooManyConnections(ILogger logger, int count);

    [LoggerMessage(6006, LogLevel.Warning, "libvirt client: process {ProcessId} is dropped: {Reason}")]
    public static partial void ClientDropped(ILogger logger, int processId, string reason);
}
