using System.Collections.Concurrent;
using Lodge.Model.Errors;

namespace Lodge.Engine.Networks;

/// <summary>
/// Operations on one network queue behind each other here, with a time limit; those on different networks do not wait for
/// each other. After the daemon's start all wait until the networks that ran before are in order again.
/// </summary>
internal sealed class NetworkGates(TimeProvider clock)
{
    /// <summary>How long an operation waits for the one before it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Guid, Gate> _gates = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everybody in: the networks are in order.</summary>
    public void Open() => _ready.TrySetResult();

    /// <summary>Waits until the networks are in order after the daemon's start.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Busy"/>.</exception>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _ready.Task.WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new LodgeException(
                ErrorCode.Busy, $"lodged has started, and is still bringing its networks in order after {Patience.TotalSeconds:0} s.", "Try again in a moment; its log tells what takes so long.");
        }
    }

    /// <summary>Waits for a network and holds it until the pass is disposed.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">Its name, for the error.</param>
    /// <param name="operation">What for, as a noun for messages: <c>start</c>.</param>
    /// <param name="cancellationToken">Ends the waiting, not the work.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Busy"/>.</exception>
    public async Task<IDisposable> EnterAsync(Guid network, string name, string operation, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken);
        var gate = GateOf(network);
        return await gate.Semaphore.WaitAsync(Patience, cancellationToken)
            ? gate.Admit(operation)
            : throw new LodgeException(
                ErrorCode.Busy,
                $"The {operation} waited {Patience.TotalSeconds:0} s for the network '{name}', which is held by {(gate.Holder is { } holder ? $"a {holder}" : "another operation")}.",
                "Try again when that is done.");
    }

    /// <summary>Waits for a network without a limit, and before the others are let in.</summary>
    public async Task<IDisposable> QueueAsync(Guid network, string operation, CancellationToken cancellationToken)
    {
        var gate = GateOf(network);
        await gate.Semaphore.WaitAsync(cancellationToken);
        return gate.Admit(operation);
    }

    private Gate GateOf(Guid network) => _gates.GetOrAdd(network, static _ => new Gate());

    private sealed class Gate
    {
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public string? Holder { get; private set; }

        public IDisposable Admit(string operation)
        {
            Holder = operation;
            return new Pass(this);
        }

        public void Leave()
        {
            Holder = null;
            Semaphore.Release();
        }
    }

    private sealed class Pass(Gate gate) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                gate.Leave();
            }
        }
    }
}
