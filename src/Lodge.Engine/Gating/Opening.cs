using Lodge.Model.Errors;

namespace Lodge.Engine.Gating;

/// <summary>Holds operations back after the daemon's start, until what ran before is in order again.</summary>
/// <param name="clock">Measures the waiting.</param>
/// <param name="things">What is brought in order, for messages: <c>networks</c>.</param>
internal sealed class Opening(TimeProvider clock, string things)
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everybody in.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>Waits until everybody is let in, as long as <see cref="Gates.Patience"/>.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Busy"/>.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _open.Task.WaitAsync(Gates.Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new LodgeException(
                ErrorCode.Busy, $"lodged has started, and is still bringing its {things} in order after {Gates.Patience.TotalSeconds:0} s.", "Try again in a moment; its log tells what takes so long.");
        }
    }
}
