namespace Lodge.Cli.Consoles;

/// <summary>Finds the key that leaves a console among those that are typed.</summary>
internal static class EscapeKey
{
    /// <summary>Ctrl-], the byte 0x1d, as telnet has used it since 1983.</summary>
    public const byte Code = 0x1d;

    /// <summary>What is to be sent, and whether to leave afterwards.</summary>
    public static (ReadOnlyMemory<byte> Send, bool Leave) Split(ReadOnlyMemory<byte> typed)
    {
        var at = typed.Span.IndexOf(Code);
        return at < 0 ? (typed, false) : (typed[..at], true);
    }
}
