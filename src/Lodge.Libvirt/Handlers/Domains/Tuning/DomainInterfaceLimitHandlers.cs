using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>Bandwidth of network cards: there is no limit yet, and none can be set.</summary>
/// <param name="editor">Small changes.</param>
internal sealed class DomainInterfaceLimitHandlers(DomainEditor editor)
{
    private static readonly ParameterTable<VmDefinition> s_parameters = new(
    [
        .. ((string[])["inbound.average", "inbound.peak", "inbound.burst", "inbound.floor", "outbound.average", "outbound.peak", "outbound.burst"])
            .Select(name => Parameter<VmDefinition>.UInt(name, _ => 0, (definition, value) => value == 0 ? definition : throw Refusal(name))),
    ]);

    [Procedure(RemoteProcedure.DomainGetInterfaceParameters)]
    public DomainGetInterfaceParametersRet Get(Session session, DomainGetInterfaceParametersArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | ParameterReply.StringsOkay, "virDomainGetInterfaceParameters");
        var definition = editor.Read(args.Dom, args.Flags);
        ThrowIfMissing(definition, args.Device);
        var (found, count) = ParameterReply.Of(s_parameters.Read(definition), args.Nparams, args.Flags);
        return new DomainGetInterfaceParametersRet(found, count);
    }

    [Procedure(RemoteProcedure.DomainSetInterfaceParameters)]
    public void Set(Session session, DomainSetInterfaceParametersArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetInterfaceParameters");
        var vm = editor.Domains.Get(args.Dom);
        ChangeSides.Scope(vm, args.Flags);
        ThrowIfMissing(vm.CurrentDefinition, args.Device);
        s_parameters.Apply(vm.Definition, args.Params);
    }

    private static void ThrowIfMissing(VmDefinition definition, string device)
    {
        if (!definition.Nics.Any(nic => string.Equals(nic.Mac, device, StringComparison.OrdinalIgnoreCase)))
        {
            throw DomainEditor.Wrong($"cannot find network interface '{device}'; name it by its MAC address");
        }
    }

    private static LibvirtException Refusal(string name) =>
        new(ErrorNumber.OperationUnsupported, ErrorOrigin.Qemu, $"'{name}' cannot be limited for a network card of the type 'user'");
}
