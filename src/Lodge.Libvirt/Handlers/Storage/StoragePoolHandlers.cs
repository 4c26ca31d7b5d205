using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>
/// Storage pools and volumes. Lodge has none yet: disks are named by their paths. The newer call that lists pools,
/// virConnectListAllStoragePools, is left unsupported on purpose: virt-install and its relatives take that as 'no storage
/// pools here' and use paths as they are, whereas an empty list makes them define a pool for each folder. virsh falls back to
/// the older calls, which are served.
/// </summary>
internal sealed class StoragePoolHandlers
{
    [Procedure(RemoteProcedure.ConnectNumOfStoragePools)]
    public ConnectNumOfStoragePoolsRet CountActive(Session session) => new(0);

    [Procedure(RemoteProcedure.ConnectListStoragePools)]
    public ConnectListStoragePoolsRet ListActive(Session session, ConnectListStoragePoolsArgs args) => new([]);

    [Procedure(RemoteProcedure.ConnectNumOfDefinedStoragePools)]
    public ConnectNumOfDefinedStoragePoolsRet CountInactive(Session session) => new(0);

    [Procedure(RemoteProcedure.ConnectListDefinedStoragePools)]
    public ConnectListDefinedStoragePoolsRet ListInactive(Session session, ConnectListDefinedStoragePoolsArgs args) => new([]);

    [Procedure(RemoteProcedure.StoragePoolLookupByName)]
    public StoragePoolLookupByNameRet ByName(Session session, StoragePoolLookupByNameArgs args) =>
        throw NoPool($"no storage pool with matching name '{args.Name}'");

    [Procedure(RemoteProcedure.StoragePoolLookupByUuid)]
    public StoragePoolLookupByUuidRet ByUuid(Session session, StoragePoolLookupByUuidArgs args) =>
        throw NoPool($"no storage pool with matching uuid '{args.Uuid}'");

    [Procedure(RemoteProcedure.StoragePoolLookupByTargetPath)]
    public StoragePoolLookupByTargetPathRet ByTarget(Session session, StoragePoolLookupByTargetPathArgs args) =>
        throw NoPool($"no storage pool with matching target path '{args.Path}'");

    [Procedure(RemoteProcedure.StorageVolLookupByKey)]
    public StorageVolLookupByKeyRet VolumeByKey(Session session, StorageVolLookupByKeyArgs args) =>
        throw NoVolume($"no storage vol with matching key {args.Key}");

    [Procedure(RemoteProcedure.StorageVolLookupByPath)]
    public StorageVolLookupByPathRet VolumeByPath(Session session, StorageVolLookupByPathArgs args) =>
        throw NoVolume($"no storage vol with matching path '{args.Path}'");

    private static LibvirtException NoPool(string detail) => new(ErrorNumber.NoStoragePool, ErrorOrigin.Storage, detail);

    private static LibvirtException NoVolume(string detail) => new(ErrorNumber.NoStorageVol, ErrorOrigin.Storage, detail);
}
