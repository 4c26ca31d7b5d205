using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Snapshots;

/// <summary>Checkpoints of domains, and backups since one. Lodge makes none yet.</summary>
/// <param name="domains">All domains.</param>
internal sealed class CheckpointHandlers(DomainDirectory domains)
{
    [Procedure(RemoteProcedure.DomainListAllCheckpoints)]
    public DomainListAllCheckpointsRet ListAll(Session session, DomainListAllCheckpointsArgs args)
    {
        domains.Get(args.Dom);
        return new([], 0);
    }

    [Procedure(RemoteProcedure.DomainCheckpointLookupByName)]
    public DomainCheckpointLookupByNameRet ByName(Session session, DomainCheckpointLookupByNameArgs args)
    {
        domains.Get(args.Dom);
        throw new LibvirtException(
            ErrorNumber.NoDomainCheckpoint, ErrorOrigin.Qemu, $"no domain checkpoint with matching name '{args.Name}'");
    }

    [Procedure(RemoteProcedure.DomainBackupGetXmlDesc)]
    public DomainBackupGetXmlDescRet GetBackup(Session session, DomainBackupGetXmlDescArgs args)
    {
        domains.Get(args.Dom);
        throw new LibvirtException(ErrorNumber.NoDomainBackup, ErrorOrigin.Qemu, "no domain backup job present");
    }
}
