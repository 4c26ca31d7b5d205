namespace Lodge.Network.HostBridges.Planning;

/// <summary>Finds names of interfaces in texts. Pure.</summary>
internal static class ConfigurationText
{
    /// <summary>Whether a text has a name as a word of its own.</summary>
    public static bool Names(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (!IsInside(text, at - 1) && !IsInside(text, at + name.Length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A line with one name, where it stands as a word of its own, replaced by another.</summary>
    public static string Renamed(string line, string name, string by)
    {
        for (var at = line.IndexOf(name, StringComparison.Ordinal); at >= 0; at = line.IndexOf(name, at, StringComparison.Ordinal))
        {
            var isWord = !IsInside(line, at - 1) && !IsInside(line, at + name.Length);
            line = isWord ? $"{line[..at]}{by}{line[(at + name.Length)..]}" : line;
            at += isWord ? by.Length : 1;
            if (at > line.Length)
            {
                break;
            }
        }

        return line;
    }

    // eth0 is no word of veth0, eth0.5, eth0-old or eth01; it is one of eth0: and eth0:1, as addresses with labels are written.
    private static bool IsInside(string text, int at) =>
        at >= 0 && at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.');
}
