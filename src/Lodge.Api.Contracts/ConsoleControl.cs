namespace Lodge.Api.Contracts;

/// <summary>
/// A text message on the console's WebSocket, <c>GET /v1/vms/{vm}/console</c>. Binary messages are the console's
/// bytes in both directions. Query <c>mode</c> is a <see cref="ConsoleMode"/>.
/// </summary>
public sealed record ConsoleControl
{
    /// <summary>
    /// From the server: <c>attached</c> (first message; <see cref="Writer"/> tells whether this client may write),
    /// <c>writer-lost</c> (another client took the lock), <c>writer-gained</c>, <c>refused</c> (bytes were dropped, because
    /// this client does not hold the lock), <c>closed</c> (last message).
    /// From the client: <c>take</c> (take the lock), <c>release</c>.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>Whether the client holds the writer lock now.</summary>
    public bool? Writer { get; init; }

    /// <summary>Why, for people.</summary>
    public string? Detail { get; init; }
}
