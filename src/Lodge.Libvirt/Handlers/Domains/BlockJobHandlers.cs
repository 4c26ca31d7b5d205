using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Jobs on disks. There are none yet, so a disk has none; what would begin one is not supported.</summary>
/// <param name="domains">All domains.</param>
internal sealed class BlockJobHandlers(DomainDirectory domains)
{
    private const uint InBytes = 1;

    /// <summary>No job: but the disk must be there.</summary>
    [Procedure(RemoteProcedure.DomainGetBlockJobInfo)]
    public DomainGetBlockJobInfoRet Get(Session session, DomainGetBlockJobInfoArgs args)
    {
        CallFlags.Check(args.Flags, InBytes, "virDomainGetBlockJobInfo");
        var vm = domains.GetActive(args.Dom);
        return DomainDisks.FindOrNull(vm.CurrentDefinition, args.Path) is not null
            ? new DomainGetBlockJobInfoRet(0, 0, 0, 0, 0)
            : throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"disk '{args.Path}' not found in domain");
    }
}
