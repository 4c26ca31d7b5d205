using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>Shares and quotas of processor time.</summary>
/// <param name="editor">Small changes.</param>
internal sealed class DomainSchedulerHandlers(DomainEditor editor)
{
    // What the kernel has where nothing is said.
    private const int UsualWeight = 100;
    private const long UsualPeriod = 100_000;
    private const long NoQuota = -1;

    private static readonly ParameterTable<CpuTuning> s_parameters = new(
        Parameter<CpuTuning>.ULong("cpu_shares", t => t.Weight ?? UsualWeight, (t, v) => t with { Weight = (int)Math.Min(v, int.MaxValue) }),
        Parameter<CpuTuning>.ULong("vcpu_period", t => t.Period ?? UsualPeriod, (t, v) => t with { Period = NotZero(v) }),
        Parameter<CpuTuning>.Long("vcpu_quota", t => t.Quota ?? NoQuota, (t, v) => t with { Quota = Quota(v) }),
        Parameter<CpuTuning>.ULong("emulator_period", t => t.EmulatorPeriod ?? UsualPeriod, (t, v) => t with { EmulatorPeriod = NotZero(v) }),
        Parameter<CpuTuning>.Long("emulator_quota", t => t.EmulatorQuota ?? NoQuota, (t, v) => t with { EmulatorQuota = Quota(v) }),
        Parameter<CpuTuning>.ULong("global_period", t => t.GlobalPeriod ?? UsualPeriod, (t, v) => t with { GlobalPeriod = NotZero(v) }),
        Parameter<CpuTuning>.Long("global_quota", t => t.GlobalQuota ?? NoQuota, (t, v) => t with { GlobalQuota = Quota(v) }),
        Parameter<CpuTuning>.ULong("iothread_period", t => t.IoThreadPeriod ?? UsualPeriod, (t, v) => t with { IoThreadPeriod = NotZero(v) }),
        Parameter<CpuTuning>.Long("iothread_quota", t => t.IoThreadQuota ?? NoQuota, (t, v) => t with { IoThreadQuota = Quota(v) }));

    [Procedure(RemoteProcedure.DomainGetSchedulerType)]
    public DomainGetSchedulerTypeRet GetKind(Session session, DomainGetSchedulerTypeArgs args)
    {
        editor.Domains.Get(args.Dom);
        return new DomainGetSchedulerTypeRet("posix", s_parameters.Count);
    }

    [Procedure(RemoteProcedure.DomainGetSchedulerParameters)]
    public DomainGetSchedulerParametersRet Get(Session session, DomainGetSchedulerParametersArgs args) =>
        new(Read(args.Dom, args.Nparams, 0));

    [Procedure(RemoteProcedure.DomainGetSchedulerParametersFlags)]
    public DomainGetSchedulerParametersFlagsRet Get(Session session, DomainGetSchedulerParametersFlagsArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | ParameterReply.StringsOkay, "virDomainGetSchedulerParametersFlags");
        return new(Read(args.Dom, args.Nparams, args.Flags));
    }

    [Procedure(RemoteProcedure.DomainSetSchedulerParameters)]
    public async ValueTask SetAsync(Session session, DomainSetSchedulerParametersArgs args, CancellationToken cancellation) =>
        await SetAsync(args.Dom, args.Params, 0, cancellation);

    [Procedure(RemoteProcedure.DomainSetSchedulerParametersFlags)]
    public async ValueTask SetAsync(Session session, DomainSetSchedulerParametersFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetSchedulerParametersFlags");
        await SetAsync(args.Dom, args.Params, args.Flags, cancellation);
    }

    private TypedParam[] Read(Domain handle, int room, uint flags) =>
        [.. s_parameters.Read(editor.Read(handle, flags).Tuning?.Cpu ?? new CpuTuning()).Take(Math.Max(0, room))];

    private async ValueTask SetAsync(Domain handle, TypedParam[] wanted, uint flags, CancellationToken cancellation)
    {
        s_parameters.Check(wanted);
        await editor.EditAsync(
            handle, flags, definition => TuningEdit.Cpu(definition, cpu => s_parameters.Apply(cpu, wanted)), cancellation);
    }

    private static long? NotZero(long value) => value == 0 ? null : value;

    // 0 leaves it open; whatever is below is no limit.
    private static long? Quota(long value) => value < 0 ? NoQuota : NotZero(value);
}
