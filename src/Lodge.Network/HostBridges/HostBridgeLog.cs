using Microsoft.Extensions.Logging;

namespace Lodge.Network.HostBridges;

/// <summary>What the log says of bridges over interfaces of the host. Ids are stable: 7400 to 7499.</summary>
internal static partial class HostBridgeLog
{
    [LoggerMessage(7401, LogLevel.Information, "Bridge {Bridge} has taken over what {Interface} had; it waits to be confirmed")]
    public static partial void Moved(ILogger log, string bridge, string @interface);

    [LoggerMessage(7402, LogLevel.Information, "Bridge {Bridge} over {Interface} is kept")]
    public static partial void Kept(ILogger log, string bridge, string @interface);

    [LoggerMessage(7403, LogLevel.Information, "Interface {Interface} has everything back that bridge {Bridge} had")]
    public static partial void Undone(ILogger log, string bridge, string @interface);

    [LoggerMessage(7404, LogLevel.Warning, "A former daemon ended while it made bridge {Bridge} over {Interface}, or before that was confirmed; it is given back")]
    public static partial void Recovering(ILogger log, string bridge, string @interface);

    [LoggerMessage(7405, LogLevel.Error, "A step of the bridge over {Interface} could not be undone")]
    public static partial void UndoFailed(ILogger log, string @interface, Exception trouble);

    [LoggerMessage(7406, LogLevel.Warning, "{Files}: left alone, since somebody changed it since the bridge over {Interface} was made")]
    public static partial void FilesLeft(ILogger log, string files, string @interface);
}
