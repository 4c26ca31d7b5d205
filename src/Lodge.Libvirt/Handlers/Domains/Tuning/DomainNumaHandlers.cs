using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms.Compute;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>Which nodes of the host a domain's memory comes from. It is fixed while the domain runs.</summary>
/// <param name="editor">Small changes.</param>
internal sealed class DomainNumaHandlers(DomainEditor editor)
{
    // virDomainNumatuneMemMode counts as the model does: strict, preferred, interleave, restrictive.
    private static readonly ParameterTable<NumaDefinition> s_parameters = new(
        Parameter<NumaDefinition>.Int("numa_mode", n => (int)(n.Policy ?? NumaPolicy.Strict), (n, v) => n with { Policy = Policy(v) }),
        Parameter<NumaDefinition>.Text("numa_nodeset", n => n.HostNodes ?? "", (n, v) => n with { HostNodes = v.Length == 0 ? null : v }));

    [Procedure(RemoteProcedure.DomainGetNumaParameters)]
    public DomainGetNumaParametersRet Get(Session session, DomainGetNumaParametersArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | ParameterReply.StringsOkay, "virDomainGetNumaParameters");
        var numa = editor.Read(args.Dom, args.Flags).Numa ?? new NumaDefinition();
        var (found, count) = ParameterReply.Of(s_parameters.Read(numa), args.Nparams, args.Flags);
        return new DomainGetNumaParametersRet(found, count);
    }

    [Procedure(RemoteProcedure.DomainSetNumaParameters)]
    public async ValueTask SetAsync(Session session, DomainSetNumaParametersArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetNumaParameters");
        s_parameters.Check(args.Params);
        await editor.EditAsync(args.Dom, args.Flags, definition =>
        {
            var numa = s_parameters.Apply(definition.Numa ?? new NumaDefinition(), args.Params);
            return definition with { Numa = numa == new NumaDefinition() ? null : numa };
        }, cancellation);
    }

    private static NumaPolicy Policy(int number) => Enum.IsDefined((NumaPolicy)number)
        ? (NumaPolicy)number : throw DomainEditor.Wrong($"unsupported numatune mode: '{number}'");
}
