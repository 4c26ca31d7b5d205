using Lodge.Linux.Memory;

namespace Lodge.Daemon.Hosting;

/// <summary>Gives back, once the daemon has started, the memory that only the start needed.</summary>
internal static partial class Settling
{
    // The first requests and the probes in the background are not held up.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits a moment and does it.</summary>
    public static async Task RunAsync(ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Pause, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return; // The daemon stops already.
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        LogSettled(logger, ProgramPages.GiveBack());
    }

    [LoggerMessage(2003, LogLevel.Debug, "Gave back {Bytes} bytes of the program that the start had mapped")]
    private static partial void LogSettled(ILogger logger, long bytes);
}
