using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Jobs on disks. There are none yet, so a disk has none; what would begin one is not supported.</summary>
/// <param name="domains">All domains.</param>
internal sealed class BlockJobHandlers(DomainDirectory domains)
{
    private const uint InBytes = 1;
    private const uint Asynchronously = 1;
    private const uint Pivot = 2;

    /// <summary>No job: but the disk must be there.</summary>
    [Procedure(RemoteProcedure.DomainGetBlockJobInfo)]
    public DomainGetBlockJobInfoRet Get(Session session, DomainGetBlockJobInfoArgs args)
    {
        CallFlags.Check(args.Flags, InBytes, "virDomainGetBlockJobInfo");
        Check(args.Dom, args.Path);
        return new DomainGetBlockJobInfoRet(0, 0, 0, 0, 0);
    }

    [Procedure(RemoteProcedure.DomainBlockJobAbort)]
    public void Abort(Session session, DomainBlockJobAbortArgs args)
    {
        CallFlags.Check(args.Flags, Asynchronously | Pivot, "virDomainBlockJobAbort");
        throw NoJob(Check(args.Dom, args.Path));
    }

    [Procedure(RemoteProcedure.DomainBlockJobSetSpeed)]
    public void SetSpeed(Session session, DomainBlockJobSetSpeedArgs args)
    {
        CallFlags.Check(args.Flags, InBytes, "virDomainBlockJobSetSpeed");
        throw NoJob(Check(args.Dom, args.Path));
    }

    private DiskDefinition Check(Domain handle, string name) => domains.GetActive(handle).CurrentDefinition.FindDisk(name)
        ?? throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"disk '{name}' not found in domain");

    private static LibvirtException NoJob(DiskDefinition disk) =>
        new(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"disk {disk.Name} does not have an active block job");
}
