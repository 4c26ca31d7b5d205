namespace Lodge.Engine.Consoles;

/// <summary>What a client wants of a console.</summary>
public enum ConsoleMode
{
    /// <summary>Only read.</summary>
    Read,

    /// <summary>Write as well, if nobody else does.</summary>
    Write,

    /// <summary>Write as well, even if somebody else does, who then only reads.</summary>
    Take,
}

/// <summary>What a console tells its clients.</summary>
public abstract record ConsoleMessage;

/// <summary>Bytes that the guest printed.</summary>
/// <param name="Data">The bytes, as they came.</param>
public sealed record ConsoleData(ReadOnlyMemory<byte> Data) : ConsoleMessage;

/// <summary>This client gained or lost the writer lock.</summary>
/// <param name="IsWriter">Whether it may write now.</param>
/// <param name="Detail">Why, for people.</param>
public sealed record ConsoleWriterChanged(bool IsWriter, string Detail) : ConsoleMessage;

/// <summary>The console is closed; the last message.</summary>
/// <param name="Detail">Why, for people.</param>
public sealed record ConsoleClosed(string Detail) : ConsoleMessage;
