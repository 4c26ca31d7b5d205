namespace Lodge.Engine.Jobs;

/// <summary>Through which work tells how far it came.</summary>
public sealed class JobProgress(Action<(double? Share, string Step)> report) : IProgress<(double? Share, string Step)>
{
    /// <summary>Tells the share that is done, 0 to 1 (null when it cannot be known), and the present step.</summary>
    public void Report((double? Share, string Step) value) => report(value);

    /// <summary>Tells the present step.</summary>
    public void Step(string step) => report((null, step));
}
