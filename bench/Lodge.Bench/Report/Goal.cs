using System.Globalization;

namespace Lodge.Bench.Report;

/// <summary>What is to be reached.</summary>
internal abstract record Goal
{
    /// <summary>At most so many times the peer.</summary>
    public static Goal Times(double limit) => new RatioGoal(limit);

    /// <summary>At most so much, in the row's unit.</summary>
    public static Goal AtMost(double limit) => new ValueGoal(limit);

    /// <summary>At most so much more than the peer, in the row's unit.</summary>
    public static Goal More(double limit) => new MoreGoal(limit);

    /// <summary>At least so much, in the row's unit.</summary>
    public static Goal AtLeast(double limit) => new LeastGoal(limit);

    /// <summary>More than once, or at least so many times, as good as the peer: faster, or more of it.</summary>
    public static Goal TimesBetter(double limit) => new BetterGoal(limit);

    /// <summary>At least such a share of what the peer does; more is better.</summary>
    public static Goal Share(double limit) => new ShareGoal(limit);

    /// <summary>Whether a row reaches it; null when it cannot be told.</summary>
    public abstract bool? IsMetBy(Row row);

    /// <summary>In words, with the row's unit.</summary>
    public abstract string Text(string unit);

    private sealed record RatioGoal(double Limit) : Goal
    {
        public override bool? IsMetBy(Row row) => row.Ratio is { } ratio ? ratio <= Limit : null;

        public override string Text(string unit) => string.Create(CultureInfo.InvariantCulture, $"≤ {Limit:0.0#} times");
    }

    private sealed record ValueGoal(double Limit) : Goal
    {
        public override bool? IsMetBy(Row row) => row.Lodge.Median <= Limit;

        public override string Text(string unit) => string.Create(CultureInfo.InvariantCulture, $"≤ {Limit:#,0} {unit}");
    }

    private sealed record MoreGoal(double Limit) : Goal
    {
        public override bool? IsMetBy(Row row) => row.Peer is { } peer ? row.Lodge.Median - peer.Samples.Median <= Limit : null;

        public override string Text(string unit) => string.Create(CultureInfo.InvariantCulture, $"≤ {Limit:#,0} {unit} more");
    }

    private sealed record LeastGoal(double Limit) : Goal
    {
        public override bool? IsMetBy(Row row) => row.Lodge.Median >= Limit;

        public override string Text(string unit) => string.Create(CultureInfo.InvariantCulture, $"≥ {Limit:#,0} {unit}");
    }

    private sealed record ShareGoal(double Limit) : Goal
    {
        public override bool? IsMetBy(Row row) => row.Ratio is { } ratio ? ratio >= Limit : null;

        public override string Text(string unit) => string.Create(CultureInfo.InvariantCulture, $"≥ {Limit:0.0#} times");
    }

    private sealed record BetterGoal(double Limit) : Goal
    {
        public override bool? IsMetBy(Row row) => row.Advantage is { } times ? times > 1 && times >= Limit : null;

        public override string Text(string unit) =>
            Limit > 1 ? string.Create(CultureInfo.InvariantCulture, $"≥ {Limit:0.0#} times") : "better";
    }
}
