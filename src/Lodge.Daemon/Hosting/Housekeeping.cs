using Lodge.Engine.Ports;

namespace Lodge.Daemon.Hosting;

/// <summary>What is to be done from time to time.</summary>
internal static partial class Housekeeping
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    /// <summary>Rotates console logs that have outgrown their limit, until cancelled.</summary>
    public static async Task RunAsync(IConsoleLogs logs, ILogger logger, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Rotate(logs, logger);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogStopped(logger);
        }
    }

    private static void Rotate(IConsoleLogs logs, ILogger logger)
    {
        try
        {
            logs.Rotate();
        }
        catch (IOException failure)
        {
            LogRotationFailed(logger, failure);
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "Rotating the console logs failed")]
    private static partial void LogRotationFailed(ILogger logger, Exception exception);

    [LoggerMessage(2002, LogLevel.Debug, "Housekeeping has ended")]
    private static partial void LogStopped(ILogger logger);
}
