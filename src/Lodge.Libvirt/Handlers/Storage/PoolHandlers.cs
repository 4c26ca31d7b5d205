using Lodge.Engine.Storage;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Storage pools that are folders: defining them, using them, and what they are.</summary>
/// <param name="pools">All pools.</param>
/// <param name="directory">Finds one.</param>
internal sealed class PoolHandlers(FolderPools pools, PoolDirectory directory)
{
    private const uint Validate = 1;
    private const byte StateInactive = 0;
    private const byte StateRunning = 2;

    [Procedure(RemoteProcedure.StoragePoolDefineXml)]
    public async ValueTask<StoragePoolDefineXmlRet> DefineAsync(Session session, StoragePoolDefineXmlArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Validate, "virStoragePoolDefineXML");
        return new(PoolDirectory.Handle(await pools.DefineAsync(FolderPoolXml.Read(args.Xml), cancellation)));
    }

    /// <summary>Makes the folder; flags that would throw away what is in it are refused.</summary>
    [Procedure(RemoteProcedure.StoragePoolBuild)]
    public void Build(Session session, StoragePoolBuildArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virStoragePoolBuild");
        pools.Build(directory.Get(args.Pool).Definition);
    }

    [Procedure(RemoteProcedure.StoragePoolCreate)]
    public async ValueTask StartAsync(Session session, StoragePoolCreateArgs args, CancellationToken cancellation)
    {
        const uint WithBuild = 1;
        CallFlags.Check(args.Flags, WithBuild, "virStoragePoolCreate");
        var pool = directory.Get(args.Pool).Definition;
        if ((args.Flags & WithBuild) != 0)
        {
            pools.Build(pool);
        }

        await pools.SetActiveAsync(pool.Id, active: true, cancellation);
    }

    /// <summary>Takes the pool out of use; no file is touched.</summary>
    [Procedure(RemoteProcedure.StoragePoolDestroy)]
    public async ValueTask StopAsync(Session session, StoragePoolDestroyArgs args, CancellationToken cancellation) =>
        await pools.SetActiveAsync(directory.Get(args.Pool).Definition.Id, active: false, cancellation);

    [Procedure(RemoteProcedure.StoragePoolUndefine)]
    public async ValueTask UndefineAsync(Session session, StoragePoolUndefineArgs args, CancellationToken cancellation) =>
        await pools.UndefineAsync(directory.Get(args.Pool).Definition.Id, cancellation);

    /// <summary>A folder is looked at whenever somebody asks, so that there is nothing to do but to tell of it.</summary>
    [Procedure(RemoteProcedure.StoragePoolRefresh)]
    public void Refresh(Session session, StoragePoolRefreshArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virStoragePoolRefresh");
        pools.Refresh(directory.GetActive(args.Pool).Definition);
    }

    [Procedure(RemoteProcedure.StoragePoolGetInfo)]
    public StoragePoolGetInfoRet GetInfo(Session session, StoragePoolGetInfoArgs args)
    {
        var pool = directory.Get(args.Pool);
        if (!pool.Active)
        {
            return new StoragePoolGetInfoRet(StateInactive, 0, 0, 0);
        }

        var room = pools.Measure(pool.Definition);
        return new StoragePoolGetInfoRet(StateRunning, (ulong)room.Capacity, (ulong)(room.Capacity - room.Available), (ulong)room.Available);
    }

    [Procedure(RemoteProcedure.StoragePoolGetXmlDesc)]
    public StoragePoolGetXmlDescRet GetXml(Session session, StoragePoolGetXmlDescArgs args)
    {
        const uint Inactive = 1;
        CallFlags.Check(args.Flags, Inactive, "virStoragePoolGetXMLDesc");
        var pool = directory.Get(args.Pool);
        return new(FolderPoolXml.Write(pool.Definition, pool.Active && args.Flags == 0 ? pools.Measure(pool.Definition) : null));
    }

    [Procedure(RemoteProcedure.StoragePoolGetAutostart)]
    public StoragePoolGetAutostartRet GetAutostart(Session session, StoragePoolGetAutostartArgs args) =>
        new(directory.Get(args.Pool).Definition.Autostart ? 1 : 0);

    [Procedure(RemoteProcedure.StoragePoolSetAutostart)]
    public async ValueTask SetAutostartAsync(Session session, StoragePoolSetAutostartArgs args, CancellationToken cancellation) =>
        await pools.SetAutostartAsync(directory.Get(args.Pool).Definition.Id, args.Autostart != 0, cancellation);

    [Procedure(RemoteProcedure.StoragePoolIsActive)]
    public StoragePoolIsActiveRet IsActive(Session session, StoragePoolIsActiveArgs args) => new(directory.Get(args.Pool).Active ? 1 : 0);

    [Procedure(RemoteProcedure.StoragePoolIsPersistent)]
    public StoragePoolIsPersistentRet IsPersistent(Session session, StoragePoolIsPersistentArgs args)
    {
        directory.Get(args.Pool);
        return new(1);
    }
}
