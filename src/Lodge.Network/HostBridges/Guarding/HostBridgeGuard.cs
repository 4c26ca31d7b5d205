using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Network.HostBridges.Guarding;

/// <summary>What the process does that a daemon starts beside itself while a bridge waits to be confirmed.</summary>
public static class HostBridgeGuard
{
    /// <summary>Waits until the daemon ends or has no need of it any more; gives the interface back if nobody has by then.</summary>
    /// <param name="options">The daemon's.</param>
    /// <param name="link">The interface.</param>
    /// <param name="loggers">The log.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task RunAsync(HostBridgeOptions options, string link, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        using var bridges = new LinuxHostBridges(options, loggers);

        // SAFETY: the daemon passes both descriptors at exactly these numbers, and nobody else in this process uses them.
        await using (var ready = new FileStream(new SafeFileHandle(BridgeGuard.ReadyDescriptor, ownsHandle: true), FileAccess.Write, bufferSize: 0))
        {
            await ready.WriteAsync(new byte[1], cancellationToken);
        }

        await using (var life = new FileStream(new SafeFileHandle(BridgeGuard.LifeDescriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0))
        {
            _ = await life.ReadAsync(new byte[1], cancellationToken);
        }

        await bridges.RecoverAsync(link, DateTimeOffset.UtcNow);
    }
}
