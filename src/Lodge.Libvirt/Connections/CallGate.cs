using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Connections;

/// <summary>
/// Lets a bounded number of a connection's calls run at once, keeps a bounded number waiting, and makes the reader of
/// the connection wait when that is full, too. Calls of high priority have some places of their own.
/// </summary>
/// <param name="limits">The bounds.</param>
/// <param name="run">Runs a call; completes when its reply has left.</param>
internal sealed class CallGate(CallLimits limits, Func<Call, Task> run)
{
    private readonly Lock _lock = new();
    private readonly Queue<Call> _waiting = new();
    private long _waitingBytes;
    private int _running;
    private TaskCompletionSource? _room;

    /// <summary>Takes a call: it runs now or later. Completes when the next call may be read.</summary>
    public async ValueTask AdmitAsync(Call call, CancellationToken cancellation)
    {
        while (true)
        {
            Task room;
            lock (_lock)
            {
                if (MayRun(call))
                {
                    _running++;
                    break;
                }

                if (_waiting.Count < limits.Waiting && _waitingBytes + call.Size <= limits.WaitingBytes)
                {
                    _waiting.Enqueue(call);
                    _waitingBytes += call.Size;
                    return;
                }

                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            await room.WaitAsync(cancellation);
        }

        _ = RunAsync(call);
    }

    /// <summary>Drops the calls that wait; nobody reads their replies any more.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var call))
            {
                call.Dispose();
            }

            _waitingBytes = 0;
        }
    }

    private bool MayRun(Call call) => call.Traits.HasFlag(ProcedureTraits.HighPriority)
        ? _running < limits.Running + limits.Reserved
        : _running < limits.Running && _waiting.Count == 0;

    private async Task RunAsync(Call call)
    {
        for (var next = call; next is not null; next = AfterOne())
        {
            await run(next);
        }
    }

    /// <summary>Gives the place of a call that has ended to the one that waited longest.</summary>
    private Call? AfterOne()
    {
        lock (_lock)
        {
            if (_running <= limits.Running && _waiting.TryDequeue(out var next))
            {
                _waitingBytes -= next.Size;
                _room?.TrySetResult();
                _room = null;
                return next;
            }

            _running--;
            _room?.TrySetResult();
            _room = null;
            return null;
        }
    }
}
