using Microsoft.Extensions.Logging;

namespace Lodge.Network.Operations;

/// <summary>What the log says of networks.</summary>
internal static partial class NetworkLog
{
    [LoggerMessage(7001, LogLevel.Error, "A step could not be undone after network '{Network}' or its card failed to start")]
    public static partial void UndoFailed(ILogger log, string network, Exception trouble);

    [LoggerMessage(7002, LogLevel.Warning, "The dnsmasq of network '{Network}' ended, and process {ProcessId} serves now; it last said: {LastWords}")]
    public static partial void DnsmasqReplaced(ILogger log, string network, int processId, string lastWords);

    [LoggerMessage(7003, LogLevel.Error, "The dnsmasq of network '{Network}' ended and does not start again: {Reason}")]
    public static partial void DnsmasqLost(ILogger log, string network, string reason);

    [LoggerMessage(7004, LogLevel.Warning, "Network '{Network}' is not as it should be: {Problems}")]
    public static partial void Broken(ILogger log, string network, string problems);

    [LoggerMessage(7005, LogLevel.Warning, "Changes of the host's interfaces cannot be followed any more: {Reason}")]
    public static partial void WatchEnded(ILogger log, string reason);

    [LoggerMessage(7006, LogLevel.Warning, "The rules of the firewall could not be set after a change of leases: {Reason}")]
    public static partial void RulesFailed(ILogger log, string reason);

    [LoggerMessage(7007, LogLevel.Warning, "Card '{Card}' could not be brought back to network '{Network}': {Reason}")]
    public static partial void NotReplugged(ILogger log, string card, string network, string reason);
}
