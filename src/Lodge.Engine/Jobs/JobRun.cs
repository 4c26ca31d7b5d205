using Lodge.Model.Jobs;

namespace Lodge.Engine.Jobs;

/// <summary>A job with what is needed to wait for it and to cancel it.</summary>
internal sealed class JobRun(Job job, Task? ended)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Job _job = job;

    public Job Job
    {
        get => _job;
        set => _job = value;
    }

    public CancellationTokenSource Cancellation { get; } = new();

    public Task Ended => ended ?? _ended.Task;

    public void MarkEnded() => _ended.TrySetResult();
}
