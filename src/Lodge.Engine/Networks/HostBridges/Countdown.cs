namespace Lodge.Engine.Networks.HostBridges;

/// <summary>Does something when a time is over, unless it is disposed before.</summary>
internal sealed class Countdown : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _running;

    /// <summary>Begins to count.</summary>
    /// <param name="limit">The time.</param>
    /// <param name="clock">Whose time.</param>
    /// <param name="onEnd">What to do; it does not fail.</param>
    public Countdown(TimeSpan limit, TimeProvider clock, Func<Task> onEnd) => _running = RunAsync(limit, clock, onEnd);

    /// <summary>Stops counting. What has begun meanwhile finds that it is not wanted any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        _ended.Dispose();
    }

    private async Task RunAsync(TimeSpan limit, TimeProvider clock, Func<Task> onEnd)
    {
        try
        {
            await Task.Delay(limit, clock, _ended.Token);
        }
        catch (OperationCanceledException)
        {
            return; // Disposed.
        }

        // Whoever disposes this holds what the end waits for: it is not waited for.
        _ = Task.Run(onEnd, CancellationToken.None);
    }
}
