namespace Lodge.Store.Threading;

/// <summary>Something that a caller wants done with the database, and the caller that waits for it.</summary>
internal abstract class StoreWork
{
    /// <summary>Whether the caller waits until a power cut cannot undo the work, rather than only until the kernel has it.</summary>
    public abstract bool WaitsForDisk { get; }

    /// <summary>Whether the caller lost interest before the work began.</summary>
    public abstract bool GiveUpIfCancelled();

    /// <summary>Does the work inside a transaction. May run twice, when the first transaction was rolled back.</summary>
    public abstract void Run(Database database);

    /// <summary>Tells the caller that the work is done.</summary>
    public abstract void Succeed();

    /// <summary>Tells the caller that nothing of it was done.</summary>
    public abstract void Fail(Exception cause);
}

/// <inheritdoc/>
/// <typeparam name="T">What the caller gets.</typeparam>
internal sealed class StoreWork<T>(Func<Database, T> action, bool waitsForDisk, CancellationToken cancellationToken) : StoreWork
{
    private readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? outcome;

    /// <summary>Completes when the work is done.</summary>
    public Task<T> Completion => completion.Task;

    public override bool WaitsForDisk => waitsForDisk;

    public override bool GiveUpIfCancelled() =>
        cancellationToken.IsCancellationRequested && completion.TrySetCanceled(cancellationToken);

    public override void Run(Database database) => outcome = action(database);

    public override void Succeed() => completion.SetResult(outcome!);

    public override void Fail(Exception cause) => completion.SetException(cause);
}
