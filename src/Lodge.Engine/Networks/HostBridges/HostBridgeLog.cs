using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Networks.HostBridges;

/// <summary>What is logged of bridges over interfaces of the host. Ids are stable: 1300 to 1319.</summary>
internal static partial class HostBridgeLog
{
    [LoggerMessage(1300, LogLevel.Warning, "Interface {Interface} has everything back that bridge {Bridge} had: a former daemon had ended before it was confirmed")]
    public static partial void Recovered(ILogger logger, string @interface, string bridge);

    [LoggerMessage(1301, LogLevel.Error, "A bridge that a former daemon had begun could not be given back; 'lodge network bridge-host undo' tries it again: {Reason}")]
    public static partial void RecoveryFailed(ILogger logger, string reason);

    [LoggerMessage(1302, LogLevel.Warning, "Interface {Interface} has everything back that bridge {Bridge} had: {Reason}")]
    public static partial void GivenBack(ILogger logger, string @interface, string bridge, string reason);

    [LoggerMessage(1303, LogLevel.Error, "The bridge over {Interface} could not be given back; 'lodge network bridge-host undo' tries it again: {Reason}")]
    public static partial void GiveBackFailed(ILogger logger, string @interface, string reason);
}
