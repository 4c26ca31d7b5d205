namespace Lodge.Qmp.Agent;

/// <summary>Limits of one client.</summary>
public sealed record AgentOptions
{
    /// <summary>The defaults.</summary>
    public static AgentOptions Default { get; } = new();

    /// <summary>
    /// How long the agent may take to show that it is there and in step: the first thing that is asked of it, and after
    /// every answer that was not waited for. 5 seconds.
    /// </summary>
    public TimeSpan SyncDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest answer, bytes. 64 MiB, the agent's own limit for what it takes.</summary>
    public int MaxMessageBytes { get; init; } = 64 << 20;

    /// <summary>The clock that deadlines go by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
