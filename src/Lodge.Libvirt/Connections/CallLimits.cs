namespace Lodge.Libvirt.Connections;

/// <summary>How many calls of one connection are dealt with at once.</summary>
internal sealed record CallLimits
{
    /// <summary>Calls that run at once.</summary>
    public int Running { get; init; } = 20;

    /// <summary>Calls of high priority that run besides.</summary>
    public int Reserved { get; init; } = 5;

    /// <summary>Calls that wait for a place.</summary>
    public int Waiting { get; init; } = 100;

    /// <summary>Bytes that waiting calls keep in memory.</summary>
    public long WaitingBytes { get; init; } = 64 * 1024 * 1024;
}
