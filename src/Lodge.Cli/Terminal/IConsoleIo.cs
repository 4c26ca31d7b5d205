namespace Lodge.Cli.Terminal;

/// <summary>The three standard streams, and what is known about the terminal behind them.</summary>
internal interface IConsoleIo
{
    /// <summary>Text for the result of a command.</summary>
    TextWriter Out { get; }

    /// <summary>Text for errors, notices and progress.</summary>
    TextWriter Error { get; }

    /// <summary>Raw bytes from the user or the pipe.</summary>
    Stream InputBytes { get; }

    /// <summary>Raw bytes of the result; shares its target with <see cref="Out"/>, which is flushed first.</summary>
    Stream OutputBytes { get; }

    /// <summary>Raw bytes for errors; shares its target with <see cref="Error"/>.</summary>
    Stream ErrorBytes { get; }

    /// <summary>Whether a person types at the other end.</summary>
    bool InputIsTerminal { get; }

    /// <summary>Whether the result is read by a person as it comes.</summary>
    bool OutputIsTerminal { get; }

    /// <summary>Whether notices are read by a person as they come.</summary>
    bool ErrorIsTerminal { get; }

    /// <summary>Rows and columns of the terminal; null where there is none.</summary>
    TerminalSize? Size { get; }

    /// <summary>Gives every key to the program as it is typed, until the result is disposed.</summary>
    IDisposable EnterRawMode();
}

/// <summary>The size of a terminal in characters.</summary>
internal readonly record struct TerminalSize(int Rows, int Columns);
