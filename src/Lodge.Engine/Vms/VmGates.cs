using System.Collections.Concurrent;
using Lodge.Model.Errors;

namespace Lodge.Engine.Vms;

/// <summary>
/// Changes to one VM queue behind each other here, with a time limit whose error names who holds the VM.
/// Changes to different VMs never wait for each other.
/// </summary>
internal sealed class VmGates(TimeProvider clock)
{
    /// <summary>How long a change waits for the one before it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Guid, Gate> _gates = new();

    /// <summary>Waits for the VM and holds it until the pass is disposed.</summary>
    /// <param name="vmId">The VM.</param>
    /// <param name="operation">What for, as a noun for messages: <c>start</c>.</param>
    /// <param name="cancellationToken">Ends the waiting, not the work.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Busy"/>.</exception>
    public async Task<VmPass> EnterAsync(Guid vmId, string operation, CancellationToken cancellationToken)
    {
        var gate = GateOf(vmId);
        if (!await gate.Semaphore.WaitAsync(Patience, cancellationToken))
        {
            throw Busy(gate, operation);
        }

        return Admit(gate, operation);
    }

    /// <summary>As <see cref="EnterAsync"/>, but cancels the work of whoever holds the VM, and waits as long as its undoing takes.</summary>
    public async Task<VmPass> PreemptAsync(Guid vmId, string operation, CancellationToken cancellationToken)
    {
        var gate = GateOf(vmId);
        var entered = gate.Semaphore.WaitAsync(cancellationToken);
        while (!entered.IsCompleted)
        {
            gate.Holder?.Preempt();
            await Task.WhenAny(entered, Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken));
        }

        await entered;
        return Admit(gate, operation);
    }

    /// <summary>Waits for the VM without a limit: for what must happen in the end.</summary>
    public async Task<VmPass> QueueAsync(Guid vmId, string operation, CancellationToken cancellationToken)
    {
        var gate = GateOf(vmId);
        await gate.Semaphore.WaitAsync(cancellationToken);
        return Admit(gate, operation);
    }

    /// <summary>What holds the VM right now; null when nothing does.</summary>
    public string? HolderOf(Guid vmId) => _gates.TryGetValue(vmId, out var gate) ? gate.Holder?.Operation : null;

    /// <summary>Forgets the gate of a VM that is gone.</summary>
    public void Forget(Guid vmId) => _gates.TryRemove(vmId, out _);

    private Gate GateOf(Guid vmId) => _gates.GetOrAdd(vmId, static _ => new Gate());

    private VmPass Admit(Gate gate, string operation)
    {
        var pass = new VmPass(operation, clock.GetTimestamp(), finished =>
        {
            gate.Holder = null;
            gate.Semaphore.Release();
        });
        gate.Holder = pass;
        return pass;
    }

    private LodgeException Busy(Gate gate, string operation)
    {
        var holder = gate.Holder;
        var who = holder is null ? "another operation" : $"a {holder.Operation}, for {clock.GetElapsedTime(holder.Since).TotalSeconds:0} s already";
        return new LodgeException(
            ErrorCode.Busy,
            $"The {operation} waited {Patience.TotalSeconds:0} s for the VM, which is held by {who}.",
            "Try again when that is done, or end it: 'lodge jobs' lists long work, and 'lodge kill' cuts through everything.");
    }

    private sealed class Gate
    {
        public SemaphoreSlim Semaphore { get; } = new(1, 1);

        public VmPass? Holder { get; set; }
    }
}

/// <summary>The right to change one VM, until it is disposed.</summary>
internal sealed class VmPass(string operation, long since, Action<VmPass> leave) : IDisposable
{
    private readonly CancellationTokenSource _preempted = new();
    private int _left;

    public string Operation => operation;

    /// <summary>Timestamp of the clock when the work began.</summary>
    public long Since => since;

    /// <summary>Cancelled when somebody more urgent needs the VM.</summary>
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
            leave(this);
        }
    }
}
