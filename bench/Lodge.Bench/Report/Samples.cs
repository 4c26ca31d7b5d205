namespace Lodge.Bench.Report;

/// <summary>What was measured, run by run.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public Samples(params IEnumerable<double> values) => _values.AddRange(values);

    public static Samples Of(IEnumerable<TimeSpan> times) => new(times.Select(time => time.TotalMilliseconds));

    public int Count => _values.Count;

    public double Least => _values.Min();

    public double Most => _values.Max();

    /// <summary>The middle one; of an even number, the mean of the two in the middle.</summary>
    public double Median
    {
        get
        {
            var sorted = _values.Order().ToList();
            var middle = sorted.Count / 2;
            return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    public void Add(double value) => _values.Add(value);

    public void Add(TimeSpan time) => Add(time.TotalMilliseconds);
}
