using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>Limits of a domain's memory on the host, in KiB.</summary>
/// <param name="editor">Small changes.</param>
internal sealed class DomainMemoryLimitHandlers(DomainEditor editor)
{
    // VIR_DOMAIN_MEMORY_PARAM_UNLIMITED.
    private const long NoLimit = long.MaxValue >> 10;

    private static readonly ParameterTable<MemoryTuning> s_parameters = new(
        Parameter<MemoryTuning>.ULong("hard_limit", t => KiB(t.HardLimit), (t, v) => t with { HardLimit = Size(v) }),
        Parameter<MemoryTuning>.ULong("soft_limit", t => KiB(t.SoftLimit), (t, v) => t with { SoftLimit = Size(v) }),
        Parameter<MemoryTuning>.ULong("swap_hard_limit", t => KiB(t.SwapHardLimit), (t, v) => t with { SwapHardLimit = Size(v) }));

    [Procedure(RemoteProcedure.DomainGetMemoryParameters)]
    public DomainGetMemoryParametersRet Get(Session session, DomainGetMemoryParametersArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | ParameterReply.StringsOkay, "virDomainGetMemoryParameters");
        var tuning = editor.Read(args.Dom, args.Flags).Tuning?.Memory ?? new MemoryTuning();
        var (found, count) = ParameterReply.Of(s_parameters.Read(tuning), args.Nparams, args.Flags);
        return new DomainGetMemoryParametersRet(found, count);
    }

    [Procedure(RemoteProcedure.DomainSetMemoryParameters)]
    public async ValueTask SetAsync(Session session, DomainSetMemoryParametersArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetMemoryParameters");
        s_parameters.Check(args.Params);
        await editor.EditAsync(
            args.Dom, args.Flags, definition => TuningEdit.Memory(definition, memory => s_parameters.Apply(memory, args.Params)), cancellation);
    }

    private static long KiB(ByteSize? size) => size is { } known ? known.Bytes >> 10 : NoLimit;

    private static ByteSize? Size(long kib) => kib >= NoLimit ? null : new ByteSize(kib << 10);
}
