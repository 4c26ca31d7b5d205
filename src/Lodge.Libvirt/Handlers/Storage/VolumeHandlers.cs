using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Volumes of storage pools. Lodge names disks by their paths, and shows no volumes yet: lists are empty.</summary>
/// <param name="pools">All pools.</param>
internal sealed class VolumeHandlers(PoolDirectory pools)
{
    [Procedure(RemoteProcedure.StoragePoolNumOfVolumes)]
    public StoragePoolNumOfVolumesRet Count(Session session, StoragePoolNumOfVolumesArgs args)
    {
        pools.GetActive(args.Pool);
        return new(0);
    }

    [Procedure(RemoteProcedure.StoragePoolListVolumes)]
    public StoragePoolListVolumesRet List(Session session, StoragePoolListVolumesArgs args)
    {
        pools.GetActive(args.Pool);
        return new([]);
    }

    [Procedure(RemoteProcedure.StoragePoolListAllVolumes)]
    public StoragePoolListAllVolumesRet ListAll(Session session, StoragePoolListAllVolumesArgs args)
    {
        pools.GetActive(args.Pool);
        return new([], 0);
    }

    [Procedure(RemoteProcedure.StorageVolLookupByName)]
    public StorageVolLookupByNameRet ByName(Session session, StorageVolLookupByNameArgs args)
    {
        pools.GetActive(args.Pool);
        throw Missing($"no storage vol with matching name '{args.Name}'");
    }

    [Procedure(RemoteProcedure.StorageVolLookupByKey)]
    public StorageVolLookupByKeyRet ByKey(Session session, StorageVolLookupByKeyArgs args) =>
        throw Missing($"no storage vol with matching key {args.Key}");

    [Procedure(RemoteProcedure.StorageVolLookupByPath)]
    public StorageVolLookupByPathRet ByPath(Session session, StorageVolLookupByPathArgs args) =>
        throw Missing($"no storage vol with matching path '{args.Path}'");

    private static LibvirtException Missing(string detail) => new(ErrorNumber.NoStorageVol, ErrorOrigin.Storage, detail);
}
