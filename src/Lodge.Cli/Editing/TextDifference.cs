using System.Text;
using Lodge.Cli.Rendering;

namespace Lodge.Cli.Editing;

/// <summary>Shows how two texts differ, line by line. Pure.</summary>
internal static class TextDifference
{
    private const int Context = 2;

    private enum Mark
    {
        Same,
        Gone,
        New,
    }

    /// <summary>The changed lines with a little of what stands around them; empty when nothing differs.</summary>
    public static string Render(string before, string after, Style style)
    {
        var lines = Compare(Lines(before), Lines(after));
        var shown = new StringBuilder();
        var last = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            if (!IsNear(lines, i))
            {
                continue;
            }

            if (last >= 0 && i > last + 1)
            {
                shown.Append("  …\n");
            }

            shown.Append(Paint(lines[i], style)).Append('\n');
            last = i;
        }

        return shown.ToString();
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static bool IsNear(List<(Mark Mark, string Text)> lines, int at)
    {
        for (var i = Math.Max(0, at - Context); i <= Math.Min(lines.Count - 1, at + Context); i++)
        {
            if (lines[i].Mark != Mark.Same)
            {
                return true;
            }
        }

        return false;
    }

    private static string Paint((Mark Mark, string Text) line, Style style) => line.Mark switch
    {
        Mark.Gone => style.Red($"- {Printable.Text(line.Text)}"),
        Mark.New => style.Green($"+ {Printable.Text(line.Text)}"),
        _ => $"  {Printable.Text(line.Text)}",
    };

    // By the longest common subsequence; definitions have some hundred lines.
    private static List<(Mark Mark, string Text)> Compare(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<(Mark, string)>();
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                lines.Add((Mark.Same, before[i]));
                (i, j) = (i + 1, j + 1);
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add((Mark.Gone, before[i++]));
            }
            else
            {
                lines.Add((Mark.New, after[j++]));
            }
        }

        return lines;
    }
}
