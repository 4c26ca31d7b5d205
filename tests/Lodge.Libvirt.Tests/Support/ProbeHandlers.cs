using System.Collections.Concurrent;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Tests.Support;

/// <summary>Handlers that a test puts in front of the real ones; they answer the call themselves.</summary>
internal sealed class ProbeHandlers
{
    private readonly ConcurrentDictionary<RemoteProcedure, Func<Call, CancellationToken, ValueTask>> _handlers = new();

    public void On(RemoteProcedure procedure, Func<Call, CancellationToken, ValueTask> handler) => _handlers[procedure] = handler;

    public void On(RemoteProcedure procedure, Action<Call> handler) => On(procedure, (call, _) =>
    {
        handler(call);
        return default;
    });

    public Func<Call, CancellationToken, ValueTask> Over(HandlerTable real) => (call, cancellation) =>
        call.Program == ProtocolFacts.RemoteProgram && _handlers.TryGetValue((RemoteProcedure)call.Procedure, out var handler)
            ? handler(call, cancellation)
            : real.InvokeAsync(call, cancellation);
}
