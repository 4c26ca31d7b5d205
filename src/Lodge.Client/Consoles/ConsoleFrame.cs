using Lodge.Api.Contracts;

namespace Lodge.Client.Consoles;

/// <summary>Something that came from a console.</summary>
public abstract record ConsoleFrame;

/// <summary>Bytes that the guest printed.</summary>
/// <param name="Bytes">The bytes; valid until the next frame is asked for.</param>
public sealed record ConsoleBytes(ReadOnlyMemory<byte> Bytes) : ConsoleFrame;

/// <summary>Word from the daemon about this connection.</summary>
/// <param name="Control">What it says.</param>
public sealed record ConsoleNotice(ConsoleControl Control) : ConsoleFrame;
