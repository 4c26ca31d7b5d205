namespace Lodge.Linux;

/// <summary>
/// What has to be given back when a later step fails: in reverse order, each step whether or not another failed.
/// Disposed without <see cref="Keep"/>, it undoes everything.
/// </summary>
public sealed class UndoStack : IAsyncDisposable
{
    private readonly Stack<Func<Task>> _steps = new();
    private readonly Action<Exception> _onTrouble;

    /// <summary>An empty stack.</summary>
    /// <param name="onTrouble">Told of each step that could not be undone.</param>
    public UndoStack(Action<Exception> onTrouble) => _onTrouble = onTrouble;

    /// <summary>Adds how to undo what was just done.</summary>
    public void Push(Func<Task> undo) => _steps.Push(undo);

    /// <summary>Adds how to undo what was just done.</summary>
    public void Push(Action undo) => Push(() =>
    {
        undo();
        return Task.CompletedTask;
    });

    /// <summary>All went well: nothing is undone.</summary>
    public void Keep() => _steps.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_steps.TryPop(out var undo))
        {
            try
            {
                await undo();
            }
            catch (Exception trouble)
            {
                _onTrouble(trouble);
            }
        }
    }
}
