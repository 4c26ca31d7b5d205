namespace Lodge.Engine.Jobs;

/// <summary>Progress that is reported on the spot, in order; the framework's own posts to a pool and may reorder.</summary>
internal sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
