namespace Lodge.Cli.Work;

/// <summary>Whether and how long to stay with a job.</summary>
/// <param name="Wait">Whether to stay at all.</param>
/// <param name="Timeout">How long at most; null for as long as it takes.</param>
internal readonly record struct WaitLimits(bool Wait, TimeSpan? Timeout);
