using System.Globalization;

namespace Lodge.Linux.Processes;

/// <summary>What /proc/PID/status says of a process's rights (proc(5)).</summary>
public static class ProcessRights
{
    /// <summary>The user id that this process acts as.</summary>
    public static uint OwnUser => Security.Credentials.EffectiveUser;

    private const string Field = "NoNewPrivs:";

    /// <summary>Whether a process can never get more rights than it has, as all that lodge-launch confines; null when there is none with this number.</summary>
    /// <param name="pid">The process id.</param>
    public static bool? AreLast(int pid)
    {
        try
        {
            var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status")).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            return line is null ? null : line.AsSpan(Field.Length).Trim() is "1";
        }
        catch (IOException)
        {
            // The process has ended.
            return null;
        }
    }
}
