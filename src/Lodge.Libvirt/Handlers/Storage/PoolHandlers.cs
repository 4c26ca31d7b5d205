using Lodge.Engine.Storage;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Storage;
using Lodge.Model.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Storage pools that are folders: defining them, using them, and what they are.</summary>
/// <param name="pools">All pools.</param>
/// <param name="directory">Finds one.</param>
internal sealed class PoolHandlers(PoolService pools, PoolDirectory directory)
{
    private const uint Validate = 1;

    [Procedure(RemoteProcedure.StoragePoolDefineXml)]
    public async ValueTask<StoragePoolDefineXmlRet> DefineAsync(Session session, StoragePoolDefineXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Validate, "virStoragePoolDefineXML");
        return new(PoolDirectory.Handle(await pools.DefineAsync(FolderPoolXml.Read(args.Xml), null, cancellation)));
    }

    /// <summary>Makes the folder; flags that would throw away what is in it are refused.</summary>
    [Procedure(RemoteProcedure.StoragePoolBuild)]
    public async ValueTask BuildAsync(Session session, StoragePoolBuildArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virStoragePoolBuild");
        await pools.BuildAsync(Id(args.Pool), overwrite: false, cancellation);
    }

    [Procedure(RemoteProcedure.StoragePoolCreate)]
    public async ValueTask StartAsync(Session session, StoragePoolCreateArgs args, CancellationToken cancellation)
    {
        const uint WithBuild = 1;
        CallFlags.Check(args.Flags, WithBuild, "virStoragePoolCreate");
        await pools.StartAsync(Id(args.Pool), build: (args.Flags & WithBuild) != 0, cancellation);
    }

    /// <summary>Takes the pool out of use; no file is touched.</summary>
    [Procedure(RemoteProcedure.StoragePoolDestroy)]
    public async ValueTask StopAsync(Session session, StoragePoolDestroyArgs args, CancellationToken cancellation) =>
        await pools.StopAsync(Id(args.Pool), cancellation);

    [Procedure(RemoteProcedure.StoragePoolUndefine)]
    public async ValueTask UndefineAsync(Session session, StoragePoolUndefineArgs args, CancellationToken cancellation) =>
        await pools.UndefineAsync(Id(args.Pool), cancellation);

    [Procedure(RemoteProcedure.StoragePoolRefresh)]
    public async ValueTask RefreshAsync(Session session, StoragePoolRefreshArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virStoragePoolRefresh");
        await pools.RefreshAsync(directory.GetActive(args.Pool).Id.ToString(), cancellation);
    }

    [Procedure(RemoteProcedure.StoragePoolGetInfo)]
    public StoragePoolGetInfoRet GetInfo(Session session, StoragePoolGetInfoArgs args)
    {
        var pool = directory.Get(args.Pool);
        var room = pool.Room ?? new PoolRoom(0, 0, 0);
        return new StoragePoolGetInfoRet(StateOf(pool), (ulong)room.Capacity, (ulong)room.Allocation, (ulong)room.Available);
    }

    [Procedure(RemoteProcedure.StoragePoolGetXmlDesc)]
    public StoragePoolGetXmlDescRet GetXml(Session session, StoragePoolGetXmlDescArgs args)
    {
        const uint Inactive = 1;
        CallFlags.Check(args.Flags, Inactive, "virStoragePoolGetXMLDesc");
        var pool = directory.Get(args.Pool);
        return new(FolderPoolXml.Write(pool.Definition, args.Flags == 0 ? pool.Room : null));
    }

    [Procedure(RemoteProcedure.StoragePoolGetAutostart)]
    public StoragePoolGetAutostartRet GetAutostart(Session session, StoragePoolGetAutostartArgs args) =>
        new(directory.Get(args.Pool).Definition.Autostart ? 1 : 0);

    [Procedure(RemoteProcedure.StoragePoolSetAutostart)]
    public async ValueTask SetAutostartAsync(Session session, StoragePoolSetAutostartArgs args, CancellationToken cancellation) =>
        await pools.SetAutostartAsync(Id(args.Pool), args.Autostart != 0, cancellation);

    [Procedure(RemoteProcedure.StoragePoolIsActive)]
    public StoragePoolIsActiveRet IsActive(Session session, StoragePoolIsActiveArgs args) => new(directory.Get(args.Pool).IsActive ? 1 : 0);

    [Procedure(RemoteProcedure.StoragePoolIsPersistent)]
    public StoragePoolIsPersistentRet IsPersistent(Session session, StoragePoolIsPersistentArgs args) => new(directory.Get(args.Pool).Persistent ? 1 : 0);

    private string Id(StoragePool handle) => directory.Get(handle).Id.ToString();

    // virStoragePoolState: inactive, building, running, degraded, inaccessible.
    private static byte StateOf(Pool pool) => (byte)pool.State;
}
