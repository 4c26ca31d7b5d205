using System.Text.RegularExpressions;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.Libvirt.VirshTable;

/// <summary>A line of the commands that are run: a heading, a command, or a command of which something is known otherwise.</summary>
/// <param name="Heading">The heading; null for a command.</param>
/// <param name="Arguments">What virsh gets.</param>
/// <param name="Known">What was done instead, and what came of it; null for a command that is run.</param>
internal sealed partial record VirshRow(string? Heading, string[] Arguments, string? Known)
{
    /// <summary>The command's name.</summary>
    public string Command => Arguments[0];

    /// <summary>Reads the file of commands.</summary>
    public static IReadOnlyList<VirshRow> Read(string path) =>
        [.. File.ReadLines(path).Where(line => line.Length > 0 && !line.StartsWith('#')).Select(Parse)];

    /// <summary>The row of the table.</summary>
    /// <param name="ran">What came of it; null for a command that was not run.</param>
    /// <param name="folder">The test's folder, which no row names.</param>
    public string Show(Ran? ran, string folder) => Known is { } known
        ? $"| `{Command}` | {known} |"
        : $"| `{Command}` | `{string.Join(' ', Arguments).Replace("FOLDER/", "", StringComparison.Ordinal)}` | {Outcome(ran!, folder)} |";

    // The last line says why; those before it only that something failed.
    private static string Outcome(Ran ran, string folder)
    {
        if (ran.ExitCode == 0)
        {
            return "works";
        }

        if (ran.Output.Contains("event loop timed out", StringComparison.Ordinal))
        {
            return "works, and ends as it does when nothing happens in time";
        }

        var reason = ran.Errors.Split('\n').LastOrDefault(line => line.StartsWith("error: ", StringComparison.Ordinal)) ?? "fails without a word";
        return Changing().Replace(reason.Replace("error: ", "", StringComparison.Ordinal).Replace($"{folder}/", "", StringComparison.Ordinal), "…").Replace('|', '/');
    }

    private static VirshRow Parse(string line)
    {
        if (line.StartsWith("== ", StringComparison.Ordinal))
        {
            return new VirshRow(line[3..], [], null);
        }

        var parts = line.Split(" | ", 2);
        return new VirshRow(null, parts[0].Split(' '), parts.Length == 2 ? parts[1] : null);
    }

    // UUIDs, and process numbers.
    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=process )[0-9]+")]
    private static partial Regex Changing();
}
