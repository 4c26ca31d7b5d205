namespace Lodge.Engine.Consoles;

/// <summary>
/// Finds what came twice: a console's past is read from its log just after the serial port was connected, so what the
/// guest printed in between is in the log, and comes from the port as well.
/// </summary>
internal static class ConsoleOverlap
{
    /// <summary>How many bytes at the start of <paramref name="fresh"/> are those that <paramref name="past"/> ends with; the most that fit.</summary>
    public static int Length(ReadOnlySpan<byte> past, ReadOnlySpan<byte> fresh)
    {
        for (var length = Math.Min(past.Length, fresh.Length); length > 0; length--)
        {
            if (past[^length..].SequenceEqual(fresh[..length]))
            {
                return length;
            }
        }

        return 0;
    }
}
