namespace Lodge.Qmp;

/// <summary>Limits of one client. The defaults fit a local QEMU.</summary>
public sealed record QmpClientOptions
{
    /// <summary>The defaults.</summary>
    public static QmpClientOptions Default { get; } = new();

    /// <summary>How long a command may stay unanswered when its caller names no deadline. 10 seconds.</summary>
    public TimeSpan DefaultDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long QEMU may take until its greeting; this includes starting up when the client connects early.
    /// 10 seconds.
    /// </summary>
    public TimeSpan GreetingDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest message, in bytes, that is accepted before the connection breaks. 64 MiB.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The clock that deadlines are measured with.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
