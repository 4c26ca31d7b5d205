using System.Text.RegularExpressions;

namespace Lodge.System.Tests.Tour;

/// <summary>A command of a documentation page with the output that the page promises.</summary>
/// <param name="Line">Line of the page, from 1.</param>
/// <param name="Command">The command, for bash.</param>
/// <param name="Expected">The promised lines; <c>…</c> stands for anything, alone on a line for any lines.</param>
public sealed record ConsoleStep(int Line, string Command, IReadOnlyList<string> Expected)
{
    /// <summary>
    /// The steps of all <c>console</c> blocks of a page, in order, and those between <c>&lt;!-- console</c> and
    /// <c>--&gt;</c>, which prepare what the page takes for granted and which no reader sees.
    /// </summary>
    public static IReadOnlyList<ConsoleStep> Read(string page)
    {
        var steps = new List<ConsoleStep>();
        var inside = false;
        foreach (var (line, number) in File.ReadLines(page).Select((line, index) => (line, index + 1)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal) || line is "<!-- console" or "-->")
            {
                inside = line is "```console" or "<!-- console";
            }
            else if (inside && line.StartsWith("$ ", StringComparison.Ordinal))
            {
                steps.Add(new ConsoleStep(number, line[2..], []));
            }
            else if (inside)
            {
                steps[^1] = steps[^1] with { Expected = [.. steps[^1].Expected, line] };
            }
        }

        return steps;
    }

    /// <summary>Whether real output is as promised. How wide a table's columns are depends on what is in them.</summary>
    public bool Matches(string output)
    {
        var pattern = string.Concat(Expected.Select(line => line == "…"
            ? @"(?:[^\n]*\n)*?"
            : Regex.Replace(Regex.Escape(line), @"(?:\\ ){2,}", "[ ]{2,}").Replace("…", @"[^\n]*", StringComparison.Ordinal) + @"[ ]*\n"));
        var plain = Regex.Replace(output, @"\x1b\[[0-9;]*[A-Za-z]", "").Replace("\r", "", StringComparison.Ordinal);
        return Regex.IsMatch(plain.EndsWith('\n') || plain.Length == 0 ? plain : plain + "\n", $@"\A{pattern}\z", RegexOptions.None, TimeSpan.FromSeconds(5));
    }
}
