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
    [Procedure(RemoteProcedure.DomainGetSchedulerType)]
    public DomainGetSchedulerTypeRet GetKind(Session session, DomainGetSchedulerTypeArgs args)
    {
        editor.Domains.Get(args.Dom);
        return new DomainGetSchedulerTypeRet("posix", SchedulerParameters.Table.Count);
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
        [.. SchedulerParameters.Table.Read(editor.Read(handle, flags).Tuning?.Cpu ?? new CpuTuning()).Take(Math.Max(0, room))];

    private async ValueTask SetAsync(Domain handle, TypedParam[] wanted, uint flags, CancellationToken cancellation)
    {
        SchedulerParameters.Table.Check(wanted);
        await editor.EditAsync(
            handle, flags, definition => TuningEdit.Cpu(definition, cpu => SchedulerParameters.Table.Apply(cpu, wanted)), cancellation);
    }
}
