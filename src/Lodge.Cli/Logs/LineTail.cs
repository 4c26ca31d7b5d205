namespace Lodge.Cli.Logs;

/// <summary>Cuts logs into lines.</summary>
internal static class LineTail
{
    /// <summary>Where the last <paramref name="lines"/> lines begin; a last line without its end counts.</summary>
    /// <returns>An offset; null when there are fewer lines.</returns>
    public static int? Start(ReadOnlySpan<byte> log, int lines)
    {
        var at = log.Length;
        if (at > 0 && log[^1] == (byte)'\n')
        {
            at--;
        }

        for (var left = lines; left > 0; left--)
        {
            at = log[..at].LastIndexOf((byte)'\n');
            if (at < 0)
            {
                return left == 1 && log.Length > 0 ? 0 : null;
            }
        }

        return lines == 0 ? log.Length : at + 1;
    }
}
