namespace Lodge.Network.HostBridges.Persistence;

/// <summary>
/// A part of a YAML text: a line <c>key:</c> and the lines that stand deeper below it. Only as much of YAML as netplan's files
/// use: what is written in braces, or by anchors, is one value for it. Pure.
/// </summary>
/// <param name="Key">The key, without quotes.</param>
/// <param name="Value">What stands behind it on the same line, without a comment; empty when deeper lines follow.</param>
/// <param name="Indent">How far in the key stands.</param>
/// <param name="First">Number of its line, from 0.</param>
/// <param name="End">Number of the first line that does not belong to it.</param>
internal sealed record YamlBlock(string Key, string Value, int Indent, int First, int End)
{
    /// <summary>The keys of a text that stand directly below a block, or with null at the very beginning of lines.</summary>
    public static IReadOnlyList<YamlBlock> Below(IReadOnlyList<string> lines, YamlBlock? parent)
    {
        var (from, to) = parent is null ? (0, lines.Count) : (parent.First + 1, parent.End);
        var found = new List<YamlBlock>();
        var indent = -1;
        for (var at = from; at < to; at++)
        {
            if (IsBlank(lines[at]) || lines[at].StartsWith("---", StringComparison.Ordinal))
            {
                continue;
            }

            indent = indent < 0 ? IndentOf(lines[at]) : indent;
            if (IndentOf(lines[at]) == indent && Split(lines[at]) is var (key, value))
            {
                found.Add(new YamlBlock(key, value, indent, at, EndOf(lines, at, to, indent)));
            }
        }

        return found;
    }

    private static int EndOf(IReadOnlyList<string> lines, int first, int limit, int indent)
    {
        var end = first + 1;
        for (var at = first + 1; at < limit; at++)
        {
            if (IsBlank(lines[at]))
            {
                continue;
            }

            // The items of a list may stand as far in as its key.
            var isItem = IndentOf(lines[at]) == indent && lines[at].AsSpan(indent).StartsWith("- ");
            if (IndentOf(lines[at]) <= indent && !isItem)
            {
                break;
            }

            end = at + 1;
        }

        return end;
    }

    private static (string Key, string Value)? Split(string line)
    {
        var text = line.Trim();
        var colon = text.IndexOf(": ", StringComparison.Ordinal) is var middle and >= 0 ? middle : text.EndsWith(':') ? text.Length - 1 : -1;
        if (colon <= 0 || text.StartsWith("- ", StringComparison.Ordinal))
        {
            return null;
        }

        var value = text[(colon + 1)..].Trim();
        return (Unquoted(text[..colon]), value.StartsWith('#') ? "" : value);
    }

    /// <summary>A value without the quotes around it.</summary>
    public static string Unquoted(string text) => text.Trim().Trim('"', '\'');

    private static bool IsBlank(string line) => line.AsSpan().TrimStart() is [] or ['#', ..];

    private static int IndentOf(string line) => line.Length - line.AsSpan().TrimStart(' ').Length;
}
