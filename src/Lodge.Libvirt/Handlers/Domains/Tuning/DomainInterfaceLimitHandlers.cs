using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>Bandwidth of network cards.</summary>
/// <param name="editor">Small changes.</param>
internal sealed class DomainInterfaceLimitHandlers(DomainEditor editor)
{
    [Procedure(RemoteProcedure.DomainGetInterfaceParameters)]
    public DomainGetInterfaceParametersRet Get(Session session, DomainGetInterfaceParametersArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | ParameterReply.StringsOkay, "virDomainGetInterfaceParameters");
        var card = DomainCards.Need(editor.Domains.Get(args.Dom), editor.Read(args.Dom, args.Flags), args.Device);
        var (found, count) = ParameterReply.Of(BandwidthParameters.Read(card.Bandwidth), args.Nparams, args.Flags);
        return new DomainGetInterfaceParametersRet(found, count);
    }

    [Procedure(RemoteProcedure.DomainSetInterfaceParameters)]
    public async ValueTask SetAsync(Session session, DomainSetInterfaceParametersArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetInterfaceParameters");
        var vm = editor.Domains.Get(args.Dom);
        await editor.EditAsync(args.Dom, args.Flags, definition => Limit(vm, definition, args), cancellation);
    }

    private static VmDefinition Limit(Vm vm, VmDefinition definition, DomainSetInterfaceParametersArgs args)
    {
        var card = DomainCards.Need(vm, definition, args.Device);
        var limits = BandwidthParameters.Apply(card.Bandwidth, args.Params);
        return limits is not null && card.Source is UserNicSource
            ? throw new LibvirtException(ErrorNumber.OperationUnsupported, ErrorOrigin.Qemu, "a network card of the type 'user' cannot be limited")
            : limits == card.Bandwidth ? definition : DeviceEditing.With(definition, card with { Bandwidth = limits });
    }
}
