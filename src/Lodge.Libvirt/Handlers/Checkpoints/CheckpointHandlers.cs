using Lodge.Engine.Checkpoints;
using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Hosts;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Checkpoints;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Checkpoints;

namespace Lodge.Libvirt.Handlers.Checkpoints;

/// <summary>Listing checkpoints, looking one up, and what it is.</summary>
/// <param name="service">All checkpoints.</param>
/// <param name="checkpoints">The same by their handles.</param>
/// <param name="domains">All domains.</param>
/// <param name="host">The host.</param>
internal sealed class CheckpointHandlers(CheckpointService service, CheckpointDirectory checkpoints, DomainDirectory domains, IHostInfo host)
{
    // virDomainCheckpointXMLFlags
    private const uint Secure = 1;
    private const uint NoDomain = 2;
    private const uint Size = 4;

    [Procedure(RemoteProcedure.DomainListAllCheckpoints)]
    public DomainListAllCheckpointsRet ListAll(Session session, DomainListAllCheckpointsArgs args)
    {
        CallFlags.Check(args.Flags, CheckpointFilter.All, "virDomainListAllCheckpoints");
        var found = CheckpointFilter.Of(checkpoints.Of(args.Dom), null, args.Flags);
        return new(args.NeedResults == 0 ? [] : [.. found.Select(checkpoint => CheckpointDirectory.Handle(args.Dom, checkpoint))], found.Count);
    }

    [Procedure(RemoteProcedure.DomainCheckpointListAllChildren)]
    public DomainCheckpointListAllChildrenRet ListAllChildren(Session session, DomainCheckpointListAllChildrenArgs args)
    {
        CallFlags.Check(args.Flags, CheckpointFilter.All, "virDomainCheckpointListAllChildren");
        var (_, all, under) = checkpoints.Get(args.Checkpoint);
        var found = CheckpointFilter.Of(all, under, args.Flags);
        return new(args.NeedResults == 0 ? [] : [.. found.Select(child => CheckpointDirectory.Handle(args.Checkpoint.Dom, child))], found.Count);
    }

    [Procedure(RemoteProcedure.DomainCheckpointLookupByName)]
    public DomainCheckpointLookupByNameRet ByName(Session session, DomainCheckpointLookupByNameArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virDomainCheckpointLookupByName");
        return new(CheckpointDirectory.Handle(args.Dom, CheckpointDirectory.ByName(checkpoints.Of(args.Dom), args.Name)));
    }

    [Procedure(RemoteProcedure.DomainCheckpointGetParent)]
    public DomainCheckpointGetParentRet GetParent(Session session, DomainCheckpointGetParentArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virDomainCheckpointGetParent");
        var (_, all, found) = checkpoints.Get(args.Checkpoint);
        var parent = all.Checkpoints.FirstOrDefault(other => other.Id == found.ParentId)
            ?? throw CheckpointDirectory.Missing($"checkpoint '{found.Name}' does not have a parent");
        return new(CheckpointDirectory.Handle(args.Checkpoint.Dom, parent));
    }

    [Procedure(RemoteProcedure.DomainCheckpointGetXmlDesc)]
    public async ValueTask<DomainCheckpointGetXmlDescRet> GetXmlAsync(Session session, DomainCheckpointGetXmlDescArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Secure | NoDomain | Size, "virDomainCheckpointGetXMLDesc");
        var (vm, all, found) = checkpoints.Get(args.Checkpoint);
        if ((args.Flags & Size) != 0 && !vm.Status.IsLive)
        {
            throw DomainDirectory.Invalid("domain is not running");
        }

        var sizes = (args.Flags & Size) == 0 ? null : await service.MeasureAsync(vm.Id.ToString(), found.Id.ToString(), cancellation);
        var options = new DomainXmlOptions
        {
            Secure = (args.Flags & Secure) != 0,
            HostAccelerator = HostAccelerator.Of(null, host),
            Emulator = HostEmulator.Of(host),
        };
        var document = DocumentOf(all, found, sizes);
        return new(CheckpointXml.Write((args.Flags & NoDomain) != 0 ? document with { Domain = null } : document, options));
    }

    [Procedure(RemoteProcedure.DomainBackupGetXmlDesc)]
    public DomainBackupGetXmlDescRet GetBackup(Session session, DomainBackupGetXmlDescArgs args)
    {
        domains.Get(args.Dom);
        throw new Errors.LibvirtException(Errors.ErrorNumber.NoDomainBackup, Errors.ErrorOrigin.Qemu, "no domain backup job present");
    }

    private static CheckpointDocument DocumentOf(VmCheckpoints all, Checkpoint checkpoint, IReadOnlyDictionary<string, long>? sizes) => new()
    {
        Name = checkpoint.Name,
        Description = checkpoint.Description,
        CreationTime = checkpoint.CreatedAt.ToUnixTimeSeconds(),
        Parent = all.Checkpoints.FirstOrDefault(other => other.Id == checkpoint.ParentId)?.Name,
        Disks =
        [
            .. checkpoint.Definition.Disks.Select(disk => checkpoint.Disks.FirstOrDefault(item => item.Disk == disk.Name) is { } item
                ? new CheckpointDisk(disk.Name!, CheckpointKind.Bitmap, item.Bitmap, sizes?.GetValueOrDefault(item.Disk))
                : new CheckpointDisk(disk.Name!, CheckpointKind.No)),
        ],
        Domain = checkpoint.Definition,
    };
}
