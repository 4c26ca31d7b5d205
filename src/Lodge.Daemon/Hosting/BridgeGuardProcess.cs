using Lodge.Model.Errors;
using Lodge.Network.HostBridges;
using Lodge.Network.HostBridges.Guarding;

namespace Lodge.Daemon.Hosting;

/// <summary>
/// This program as the process that a daemon starts beside itself while a bridge over an interface waits to be confirmed.
/// Nobody types its command line.
/// </summary>
internal static class BridgeGuardProcess
{
    /// <summary>The first argument; the state folder, the instance and the interface follow.</summary>
    public const string Argument = "--guard-host-bridge";

    /// <summary>Guards until the daemon has no need of it any more.</summary>
    /// <exception cref="LodgeException">The interface could not be given back.</exception>
    public static async Task RunAsync(string state, string instance, string link)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(new StderrLoggerProvider()));
        await HostBridgeGuard.RunAsync(new HostBridgeOptions { StateFolder = state, Instance = instance }, link, loggers, CancellationToken.None);
    }
}
