using System.Globalization;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Support;

/// <summary>What the kernel says about a process: proc(5).</summary>
internal static class ProcessFacts
{
    /// <summary>The fields of <c>/proc/PID/status</c>.</summary>
    public static Dictionary<string, string> Status(int pid) => File.ReadLines($"/proc/{pid}/status")
        .Select(line => line.Split(':', 2))
        .ToDictionary(parts => parts[0], parts => parts[1].Trim());

    /// <summary>The session: the fourth field behind the name in parentheses.</summary>
    public static int Session(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3], CultureInfo.InvariantCulture);
    }

    /// <summary>The terminal as ps(1) names it; <c>?</c> without one.</summary>
    public static async Task<string> TerminalAsync(int pid) => (await Ran.ProgramAsync("ps", ["-o", "tty=", "-p", $"{pid}"])).Output.Trim();

    /// <summary>A soft limit.</summary>
    public static long Limit(int pid, string name) => long.Parse(
        File.ReadLines($"/proc/{pid}/limits").Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[0],
        CultureInfo.InvariantCulture);
}
