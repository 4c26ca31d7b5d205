using System.Globalization;

namespace Lodge.Bench.Report;

/// <summary>What is to be reached.</summary>
internal abstract record Goal
{
    /// <summary>At most so many times the peer.</summary>
    public static Goal Times(double limit) => new RatioGoal(limit);

    /// <summary>At most so much, in the row's unit.</summary>
    public static Goal AtMost(double limit) => new ValueGoal(limit);

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
}
