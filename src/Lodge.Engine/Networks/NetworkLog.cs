using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Networks;

/// <summary>What is logged of networks. Ids are stable: 1200 to 1299.</summary>
internal static partial class NetworkLog
{
    [LoggerMessage(1201, LogLevel.Warning, "Interface {Interface} of VM {Name} could not be removed")]
    public static partial void UnplugFailed(ILogger logger, string @interface, string name, Exception exception);

    [LoggerMessage(1202, LogLevel.Warning, "Card {Alias} of VM {Name} has no interface on the host any more")]
    public static partial void PlugMissing(ILogger logger, string alias, string name);

    [LoggerMessage(1203, LogLevel.Warning, "Card {Alias} of VM {Name} could not be plugged in again: {Reason}")]
    public static partial void AdoptFailed(ILogger logger, string alias, string name, string reason);

    [LoggerMessage(1204, LogLevel.Information, "Network {Name}: in order again after the daemon's start")]
    public static partial void Readopted(ILogger logger, string name);

    [LoggerMessage(1205, LogLevel.Error, "Network {Name}: could not be brought in order after the daemon's start; 'lodge network repair' tries it again: {Reason}")]
    public static partial void ReadoptFailed(ILogger logger, string name, string reason);

    [LoggerMessage(1206, LogLevel.Warning, "Network {Name}: autostart failed: {Reason}")]
    public static partial void AutostartFailed(ILogger logger, string name, string reason);

    [LoggerMessage(1207, LogLevel.Warning, "The network 'default' could not be made: {Reason}")]
    public static partial void DefaultFailed(ILogger logger, string reason);

    [LoggerMessage(1208, LogLevel.Error, "The firewall's rules could not be set: {Reason}")]
    public static partial void RulesFailed(ILogger logger, string reason);

    [LoggerMessage(1209, LogLevel.Debug, "Networks are not followed any more")]
    public static partial void Ended(ILogger logger);
}
