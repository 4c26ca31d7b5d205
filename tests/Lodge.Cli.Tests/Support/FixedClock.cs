namespace Lodge.Cli.Tests.Support;

/// <summary>A clock that stands still; timers run as ever.</summary>
internal sealed class FixedClock : TimeProvider
{
    /// <summary>What it shows.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Noon;
}
