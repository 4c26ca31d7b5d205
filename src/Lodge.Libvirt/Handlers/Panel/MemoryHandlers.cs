using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Panel;

/// <summary>The memory of guests, looked at from outside.</summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class MemoryHandlers(LodgeEngine engine, DomainDirectory domains)
{
    // virDomainMemoryFlags.
    private const uint Virtual = 1;
    private const uint Physical = 2;

    [Procedure(RemoteProcedure.DomainMemoryPeek)]
    public async ValueTask<DomainMemoryPeekRet> PeekAsync(Session session, DomainMemoryPeekArgs args, CancellationToken cancellation)
    {
        if (args.Flags is not (Virtual or Physical))
        {
            throw DomainEditor.Wrong("flags parameter must be VIR_MEMORY_VIRTUAL or VIR_MEMORY_PHYSICAL");
        }

        var vm = domains.GetActive(args.Dom).Id.ToString();
        var size = (int)Math.Min(args.Size, int.MaxValue);
        return new(await engine.Memory.PeekAsync(vm, (long)args.Offset, size, args.Flags == Virtual, cancellation));
    }

    /// <summary>Begins to measure how fast a guest changes its memory; bulk statistics tell. The flags say how.</summary>
    [Procedure(RemoteProcedure.DomainStartDirtyRateCalc)]
    public async ValueTask MeasureAsync(Session session, DomainStartDirtyRateCalcArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 3, "virDomainStartDirtyRateCalc");
        if (args.Flags == 3)
        {
            throw DomainEditor.Wrong("only one way to measure can be chosen");
        }

        await engine.Memory.MeasureDirtyRateAsync(
            domains.GetActive(args.Dom).Id.ToString(), args.Seconds, (DirtyRateMethod)args.Flags, cancellation);
    }
}
