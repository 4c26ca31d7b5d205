using System.Collections.Concurrent;
using Lodge.Model.Errors;

namespace Lodge.Engine.Gating;

/// <summary>
/// Operations on one thing (a VM, a network) queue behind each other here, with a time limit whose error names who holds it.
/// Those on different things never wait for each other.
/// </summary>
/// <param name="clock">Measures how long somebody holds a gate.</param>
/// <param name="kind">What the things are, for messages: <c>network</c>.</param>
/// <param name="remedy">What to do when one is held for too long.</param>
/// <param name="opening">What must have opened before anybody enters; null when nothing must.</param>
internal sealed class Gates(TimeProvider clock, string kind, string remedy, Opening? opening = null)
{
    /// <summary>How long an operation waits for the one before it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>How long it waits for one that tells how far it came, since that one may go on for hours.</summary>
    public static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Guid, Gate> _gates = new();

    /// <summary>Waits for a thing and holds it until the pass is disposed.</summary>
    /// <param name="id">The thing.</param>
    /// <param name="operation">What for, as a noun for messages: <c>start</c>.</param>
    /// <param name="cancellationToken">Ends the waiting, not the work.</param>
    /// <param name="name">The thing's name, for the error; null leaves it out.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Busy"/>.</exception>
    public async Task<Pass> EnterAsync(Guid id, string operation, CancellationToken cancellationToken, string? name = null)
    {
        if (opening is not null)
        {
            await opening.WaitAsync(cancellationToken);
        }

        var gate = GateOf(id);
        if (await gate.Semaphore.WaitAsync(0, cancellationToken))
        {
            return Admit(gate, operation);
        }

        var begun = clock.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var entered = gate.Semaphore.WaitAsync(Patience, patience.Token);
        while (!entered.IsCompleted && (gate.Holder?.Progress is null || clock.GetElapsedTime(begun) < Glance))
        {
            await Task.WhenAny(entered, Task.Delay(Look, CancellationToken.None));
        }

        return await AdmittedAsync(entered, patience, cancellationToken) ? Admit(gate, operation) : throw Busy(gate, operation, name, clock.GetElapsedTime(begun));
    }

    /// <summary>As <see cref="EnterAsync"/>, but cancels the work of whoever holds the thing, and waits as long as its undoing takes.</summary>
    public async Task<Pass> PreemptAsync(Guid id, string operation, CancellationToken cancellationToken)
    {
        var gate = GateOf(id);
        var entered = gate.Semaphore.WaitAsync(cancellationToken);
        while (!entered.IsCompleted)
        {
            gate.Holder?.Preempt();
            await Task.WhenAny(entered, Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken));
        }

        await entered;
        return Admit(gate, operation);
    }

    /// <summary>Waits for a thing without a limit, and before the others are let in: for what must happen in the end.</summary>
    public async Task<Pass> QueueAsync(Guid id, string operation, CancellationToken cancellationToken)
    {
        var gate = GateOf(id);
        await gate.Semaphore.WaitAsync(cancellationToken);
        return Admit(gate, operation);
    }

    /// <summary>What holds a thing right now; null when nothing does.</summary>
    public string? HolderOf(Guid id) => _gates.TryGetValue(id, out var gate) ? gate.Holder?.Operation : null;

    /// <summary>Forgets the gate of a thing that is gone.</summary>
    public void Forget(Guid id) => _gates.TryRemove(id, out _);

    // Whoever gives up waiting may have been let in at that very moment.
    private static async Task<bool> AdmittedAsync(Task<bool> entered, CancellationTokenSource patience, CancellationToken cancellationToken)
    {
        try
        {
            await patience.CancelAsync();
            return await entered;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private Gate GateOf(Guid id) => _gates.GetOrAdd(id, static _ => new Gate());

    private Pass Admit(Gate gate, string operation)
    {
        var pass = new Pass(operation, clock.GetTimestamp(), () =>
        {
            gate.Holder = null;
            gate.Semaphore.Release();
        });
        gate.Holder = pass;
        return pass;
    }

    private LodgeException Busy(Gate gate, string operation, string? name, TimeSpan waited)
    {
        var holder = gate.Holder;
        var thing = name is null ? kind : $"{kind} '{name}'";
        var who = holder is null ? "another operation" : $"a {holder.Operation}, for {clock.GetElapsedTime(holder.Since).TotalSeconds:0} s already";
        var doing = holder?.Progress is { } progress ? $": {progress}" : "";
        return new LodgeException(ErrorCode.Busy, $"The {operation} waited {waited.TotalSeconds:0} s for the {thing}, which is held by {who}{doing}.", remedy);
    }

    private sealed class Gate
    {
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public Pass? Holder { get; set; }
    }
}
