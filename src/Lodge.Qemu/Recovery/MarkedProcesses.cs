using System.Globalization;
using System.Text;
using Lodge.Linux.Processes;
using Lodge.Qemu.Launching;

namespace Lodge.Qemu.Recovery;

/// <summary>
/// Finds QEMUs by the mark that each carries in its environment. It is how a process is found of which no record was
/// written any more, as the daemon ended in the moment after it was started, and no control group tells.
/// </summary>
internal static class MarkedProcesses
{
    /// <summary>All processes of this host that carry a run folder below <paramref name="runRoot"/>.</summary>
    /// <param name="runRoot">Holds the run folders of this daemon.</param>
    public static IReadOnlyList<(int Pid, string RunFolder)> Find(string runRoot)
    {
        var found = new List<(int, string)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && MarkOf(Path.Combine(folder, "environ")) is { } mark
                && mark.StartsWith(runRoot + "/", StringComparison.Ordinal))
            {
                found.Add((pid, mark));
            }
        }

        return found;
    }

    /// <summary>Takes hold of a process that was found; null when it is gone, or is another one by now.</summary>
    public static ProcessHandle? Hold(PidFdWatcher watcher, int pid, string runFolder)
    {
        if (ProcessStat.Read(pid) is not { HasEnded: false } stat
            || ProcessHandle.TryOpen(watcher, pid, stat.StartTime) is not { } process)
        {
            return null;
        }

        if (MarkOf($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/environ") == runFolder)
        {
            return process;
        }

        process.Dispose();
        return null;
    }

    private static string? MarkOf(string environment)
    {
        try
        {
            const string Prefix = ConfinedPlan.Mark + "=";
            return Encoding.UTF8.GetString(File.ReadAllBytes(environment)).Split('\0')
                .FirstOrDefault(entry => entry.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // Gone by now, or another user's: not one of ours.
        }
    }
}
