namespace Lodge.Network.Hosts;

/// <summary>
/// What has to be given back when a later step fails: in reverse order, each step whether or not another failed. Disposed
/// without <see cref="Keep"/>, it undoes everything.
/// </summary>
/// <param name="onTrouble">Told of each step that could not be undone.</param>
internal sealed class Undo(Action<Exception> onTrouble) : IAsyncDisposable
{
    private readonly Stack<Func<Task>> _steps = new();

    /// <summary>Adds how to undo what was just done.</summary>
    public void Push(Func<Task> step) => _steps.Push(step);

    /// <summary>Adds how to undo what was just done.</summary>
    public void Push(Action step) => Push(() =>
    {
        step();
        return Task.CompletedTask;
    });

    /// <summary>All went well: nothing is undone.</summary>
    public void Keep() => _steps.Clear();

    public async ValueTask DisposeAsync()
    {
        while (_steps.TryPop(out var step))
        {
            try
            {
                await step();
            }
            catch (Exception trouble)
            {
                onTrouble(trouble);
            }
        }
    }
}
