using System.Globalization;
using System.Text;

namespace Lodge.Linux.Processes;

/// <summary>The few fields of /proc/PID/stat that tell one process from another (proc(5)).</summary>
/// <param name="State">One letter: R, S, D, Z (ended, not yet reaped), X ...</param>
/// <param name="ParentPid">The parent's process id.</param>
/// <param name="Session">The session's id.</param>
/// <param name="StartTime">When it started, in clock ticks since boot.</param>
public sealed record ProcessStat(char State, int ParentPid, int Session, long StartTime)
{
    /// <summary>Whether the process has ended and only waits to be reaped.</summary>
    public bool HasEnded => State is 'Z' or 'X';

    /// <summary>Reads the fields of a process; null when there is none with this number.</summary>
    /// <param name="pid">The process id.</param>
    public static ProcessStat? Read(int pid)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat", Encoding.UTF8));
        }
        catch (IOException)
        {
            // The process ended before or while it was read (ENOENT, ESRCH).
            return null;
        }
    }

    /// <summary>Reads the fields from the text of a stat file. The program's name in it may hold any character.</summary>
    internal static ProcessStat Parse(string text)
    {
        // Everything after the last bracket is numbers: field 3 is the first of them.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessStat(fields[0][0], Number(fields, 4), Number(fields, 6),
            long.Parse(fields[22 - 3], CultureInfo.InvariantCulture));
    }

    private static int Number(string[] fields, int field) =>
        int.Parse(fields[field - 3], CultureInfo.InvariantCulture);
}
