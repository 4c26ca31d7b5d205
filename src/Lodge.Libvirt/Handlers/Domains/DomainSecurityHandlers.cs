using System.Globalization;
using System.Text;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>How running domains are set apart: each QEMU has a user of its own, which is libvirt's model 'dac'.</summary>
/// <param name="domains">All domains.</param>
internal sealed class DomainSecurityHandlers(DomainDirectory domains)
{
    [Procedure(RemoteProcedure.DomainGetSecurityLabel)]
    public DomainGetSecurityLabelRet Get(Session session, DomainGetSecurityLabelArgs args) => Label(domains.Get(args.Dom));

    [Procedure(RemoteProcedure.DomainGetSecurityLabelList)]
    public DomainGetSecurityLabelListRet List(Session session, DomainGetSecurityLabelListArgs args)
    {
        var vm = domains.Get(args.Dom);
        return vm.Status.IsLive ? new DomainGetSecurityLabelListRet([Label(vm)], 1) : new DomainGetSecurityLabelListRet([], 0);
    }

    // The client counts the NUL at the end in.
    private static DomainGetSecurityLabelRet Label(Vm vm) => new(Encoding.ASCII.GetBytes(Text(vm) + '\0'), 0);

    private static string Text(Vm vm) =>
        vm.Status.IsLive && vm.Runtime?.Uid is { } user ? string.Create(CultureInfo.InvariantCulture, $"+{user}:+{user}") : "";
}
