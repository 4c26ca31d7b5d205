namespace Lodge.Engine.Gating;

/// <summary>The right to change one thing, until it is disposed.</summary>
internal sealed class Pass(string operation, long since, Action leave) : IDisposable
{
    private readonly CancellationTokenSource _preempted = new();
    private int _left;

    public string Operation => operation;

    /// <summary>Timestamp of the clock when the work began.</summary>
    public long Since => since;

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
