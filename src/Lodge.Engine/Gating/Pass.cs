using System.Globalization;

namespace Lodge.Engine.Gating;

/// <summary>The right to change one thing, until it is disposed.</summary>
internal sealed class Pass(string operation, long since, Action leave) : IDisposable
{
    private readonly CancellationTokenSource _preempted = new();
    private int _left;

    public string Operation => operation;

    /// <summary>Timestamp of the clock when the work began.</summary>
    public long Since => since;

    /// <summary>How far long work came, for those who wait: <c>merging a into b, 40 % done</c>; null for work that is soon over.</summary>
    public string? Progress { get; private set; }

    /// <summary>Tells those who wait how far long work came.</summary>
    public void Tell((double? Share, string Step) progress) =>
        Progress = progress.Share is { } share ? string.Create(CultureInfo.InvariantCulture, $"{progress.Step}, {share * 100:0} % done") : progress.Step;

    /// <summary>Cancelled when somebody more urgent needs the thing.</summary>
    public CancellationToken Preempted => _preempted.Token;

    public void Preempt()
    {
        if (Volatile.Read(ref _left) == 0)
        {
            _preempted.Cancel();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            leave();
        }
    }
}
