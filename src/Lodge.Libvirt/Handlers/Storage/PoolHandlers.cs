using Lodge.Engine.Storage;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Storage;
using Lodge.Model.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Defining storage pools, and what they are.</summary>
/// <param name="pools">The engine's.</param>
/// <param name="directory">All pools.</param>
internal sealed class PoolHandlers(PoolService pools, PoolDirectory directory)
{
    private const uint Validate = 1;

    [Procedure(RemoteProcedure.StoragePoolDefineXml)]
    public async ValueTask<StoragePoolDefineXmlRet> DefineAsync(Session session, StoragePoolDefineXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Validate, "virStoragePoolDefineXML");
        var wanted = PoolXml.Read(args.Xml, (args.Flags & Validate) != 0);
        var present = wanted.Id == Guid.Empty ? null : pools.Find(wanted.Id.ToString())?.Definition;
        return new(PoolDirectory.Handle(await pools.DefineAsync(PoolXml.Keep(wanted, present), expectedRevision: null, cancellation)));
    }

    [Procedure(RemoteProcedure.StoragePoolUndefine)]
    public async ValueTask UndefineAsync(Session session, StoragePoolUndefineArgs args, CancellationToken cancellation) =>
        await pools.UndefineAsync(directory.IdOf(args.Pool), cancellation);

    /// <summary>State and room; the state's numbers are those of virStoragePoolState.</summary>
    [Procedure(RemoteProcedure.StoragePoolGetInfo)]
    public StoragePoolGetInfoRet GetInfo(Session session, StoragePoolGetInfoArgs args)
    {
        var pool = directory.Get(args.Pool);
        var room = pool.Room ?? new PoolRoom(0, 0, 0);
        return new StoragePoolGetInfoRet((byte)pool.State, (ulong)room.Capacity, (ulong)room.Allocation, (ulong)room.Available);
    }

    [Procedure(RemoteProcedure.StoragePoolGetXmlDesc)]
    public StoragePoolGetXmlDescRet GetXml(Session session, StoragePoolGetXmlDescArgs args)
    {
        const uint Inactive = 1;
        CallFlags.Check(args.Flags, Inactive, "virStoragePoolGetXMLDesc");
        var pool = directory.Get(args.Pool);
        return new(PoolXml.Write(pool.Definition, args.Flags == 0 ? pool.Room : null));
    }

    [Procedure(RemoteProcedure.StoragePoolGetAutostart)]
    public StoragePoolGetAutostartRet GetAutostart(Session session, StoragePoolGetAutostartArgs args) =>
        new(directory.Get(args.Pool).Definition.Autostart ? 1 : 0);

    [Procedure(RemoteProcedure.StoragePoolSetAutostart)]
    public async ValueTask SetAutostartAsync(Session session, StoragePoolSetAutostartArgs args, CancellationToken cancellation) =>
        await pools.SetAutostartAsync(directory.IdOf(args.Pool), args.Autostart != 0, cancellation);

    [Procedure(RemoteProcedure.StoragePoolIsActive)]
    public StoragePoolIsActiveRet IsActive(Session session, StoragePoolIsActiveArgs args) => new(directory.Get(args.Pool).IsActive ? 1 : 0);

    [Procedure(RemoteProcedure.StoragePoolIsPersistent)]
    public StoragePoolIsPersistentRet IsPersistent(Session session, StoragePoolIsPersistentArgs args) => new(directory.Get(args.Pool).Persistent ? 1 : 0);

    /// <summary>Which types of pools there can be; the same on each host.</summary>
    [Procedure(RemoteProcedure.ConnectGetStoragePoolCapabilities)]
    public ConnectGetStoragePoolCapabilitiesRet GetCapabilities(Session session, ConnectGetStoragePoolCapabilitiesArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virConnectGetStoragePoolCapabilities");
        return new(PoolCapabilitiesXml.Write());
    }
}
