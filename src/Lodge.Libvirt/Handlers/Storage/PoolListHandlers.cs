using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Storage;
using Lodge.Model.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Listing storage pools, and looking one up.</summary>
/// <param name="pools">All pools.</param>
internal sealed class PoolListHandlers(PoolDirectory pools)
{
    // virConnectListAllStoragePoolsFlags: types, from the sixth bit on.
    private const int FirstType = 6;
    private const uint AnyType = 0xfffc0;

    private static readonly string[] s_types =
        ["dir", "fs", "netfs", "logical", "disk", "iscsi", "scsi", "mpath", "rbd", "sheepdog", "gluster", "zfs", "vstorage", "iscsi-direct"];

    [Procedure(RemoteProcedure.ConnectListAllStoragePools)]
    public ConnectListAllStoragePoolsRet ListAll(Session session, ConnectListAllStoragePoolsArgs args)
    {
        CallFlags.Check(args.Flags, ObjectFilter.All | AnyType, "virConnectListAllStoragePools");
        var found = pools.All().Where(pool => Passes(pool, args.Flags)).Select(PoolDirectory.Handle).ToArray();
        return new(args.NeedResults != 0 ? found : [], (uint)found.Length);
    }

    [Procedure(RemoteProcedure.ConnectNumOfStoragePools)]
    public ConnectNumOfStoragePoolsRet CountActive(Session session) => new(Names(active: true).Count());

    [Procedure(RemoteProcedure.ConnectListStoragePools)]
    public ConnectListStoragePoolsRet ListActive(Session session, ConnectListStoragePoolsArgs args) => new([.. Names(active: true).Take(args.Maxnames)]);

    [Procedure(RemoteProcedure.ConnectNumOfDefinedStoragePools)]
    public ConnectNumOfDefinedStoragePoolsRet CountInactive(Session session) => new(Names(active: false).Count());

    [Procedure(RemoteProcedure.ConnectListDefinedStoragePools)]
    public ConnectListDefinedStoragePoolsRet ListInactive(Session session, ConnectListDefinedStoragePoolsArgs args) =>
        new([.. Names(active: false).Take(args.Maxnames)]);

    [Procedure(RemoteProcedure.StoragePoolLookupByName)]
    public StoragePoolLookupByNameRet ByName(Session session, StoragePoolLookupByNameArgs args) => new(PoolDirectory.Handle(pools.ByName(args.Name)));

    [Procedure(RemoteProcedure.StoragePoolLookupByUuid)]
    public StoragePoolLookupByUuidRet ByUuid(Session session, StoragePoolLookupByUuidArgs args) => new(PoolDirectory.Handle(pools.ByUuid(args.Uuid)));

    [Procedure(RemoteProcedure.StoragePoolLookupByTargetPath)]
    public StoragePoolLookupByTargetPathRet ByFolder(Session session, StoragePoolLookupByTargetPathArgs args) =>
        new(PoolDirectory.Handle(pools.ByFolder(args.Path)));

    private IEnumerable<string> Names(bool active) => pools.All().Where(pool => pool.IsActive == active).Select(pool => pool.Name);

    private static bool Passes(Pool pool, uint flags) =>
        ObjectFilter.Passes(flags, pool.IsActive, pool.Persistent, pool.Definition.Autostart)
        && ((flags & AnyType) == 0 || (flags & (1u << (FirstType + Array.IndexOf(s_types, PoolXml.TypeOf(pool.Definition))))) != 0);
}
