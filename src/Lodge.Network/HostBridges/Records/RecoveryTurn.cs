using Lodge.Linux.Files;

namespace Lodge.Network.HostBridges.Records;

/// <summary>
/// Lets one process at a time give back what a daemon left: the guard that the daemon had, and the next daemon, may both come.
/// </summary>
internal static class RecoveryTurn
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the turn.</summary>
    /// <param name="folder">The folder of the records; it is there.</param>
    /// <exception cref="IOException">Somebody has it for too long.</exception>
    public static async Task<FileLock> TakeAsync(string folder)
    {
        var path = folder + ".lock";
        for (var waited = TimeSpan.Zero; waited < s_patience; waited += s_pause)
        {
            if (FileLock.TryTake(path) is { } turn)
            {
                return turn;
            }

            await Task.Delay(s_pause);
        }

        throw new IOException($"Another process has been giving back what a daemon left for over {s_patience.TotalSeconds:0} s; it holds {path}.");
    }
}
