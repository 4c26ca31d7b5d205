using Lodge.Engine.Ports;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Hosts;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Snapshots;

namespace Lodge.Libvirt.Handlers.Snapshots;

/// <summary>Looking a snapshot up, and what it is.</summary>
/// <param name="snapshots">All snapshots.</param>
/// <param name="host">The host.</param>
internal sealed class SnapshotHandlers(SnapshotDirectory snapshots, IHostInfo host)
{
    private const uint Secure = 1;

    [Procedure(RemoteProcedure.DomainSnapshotLookupByName)]
    public DomainSnapshotLookupByNameRet ByName(Session session, DomainSnapshotLookupByNameArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virDomainSnapshotLookupByName");
        return new(SnapshotDirectory.Handle(args.Dom, SnapshotDirectory.ByName(snapshots.Of(args.Dom), args.Name)));
    }

    [Procedure(RemoteProcedure.DomainHasCurrentSnapshot)]
    public DomainHasCurrentSnapshotRet HasCurrent(Session session, DomainHasCurrentSnapshotArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virDomainHasCurrentSnapshot");
        return new(snapshots.Of(args.Dom).CurrentId is null ? 0 : 1);
    }

    [Procedure(RemoteProcedure.DomainSnapshotCurrent)]
    public DomainSnapshotCurrentRet Current(Session session, DomainSnapshotCurrentArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virDomainSnapshotCurrent");
        var all = snapshots.Of(args.Dom);
        var current = all.Snapshots.FirstOrDefault(snapshot => snapshot.Id == all.CurrentId)
            ?? throw SnapshotDirectory.Missing("the domain does not have a current snapshot");
        return new(SnapshotDirectory.Handle(args.Dom, current));
    }

    [Procedure(RemoteProcedure.DomainSnapshotIsCurrent)]
    public DomainSnapshotIsCurrentRet IsCurrent(Session session, DomainSnapshotIsCurrentArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virDomainSnapshotIsCurrent");
        var (_, all, found) = snapshots.Get(args.Snap);
        return new(found.Id == all.CurrentId ? 1 : 0);
    }

    /// <summary>Each snapshot that Lodge knows has its record.</summary>
    [Procedure(RemoteProcedure.DomainSnapshotHasMetadata)]
    public DomainSnapshotHasMetadataRet HasRecord(Session session, DomainSnapshotHasMetadataArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virDomainSnapshotHasMetadata");
        snapshots.Get(args.Snap);
        return new(1);
    }

    [Procedure(RemoteProcedure.DomainSnapshotGetXmlDesc)]
    public DomainSnapshotGetXmlDescRet GetXml(Session session, DomainSnapshotGetXmlDescArgs args)
    {
        CallFlags.Check(args.Flags, Secure, "virDomainSnapshotGetXMLDesc");
        var (_, all, found) = snapshots.Get(args.Snap);
        var options = new DomainXmlOptions
        {
            Secure = (args.Flags & Secure) != 0,
            HostAccelerator = HostAccelerator.Of(null, host),
            Emulator = HostEmulator.Of(host),
        };
        return new(SnapshotXml.Write(SnapshotDescription.Of(all, found), options));
    }
}
