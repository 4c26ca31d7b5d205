using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Listing the volumes of a pool, and looking one up.</summary>
/// <param name="directory">All volumes.</param>
/// <param name="pools">All pools.</param>
internal sealed class VolumeListHandlers(VolumeDirectory directory, PoolDirectory pools)
{
    [Procedure(RemoteProcedure.StoragePoolNumOfVolumes)]
    public async ValueTask<StoragePoolNumOfVolumesRet> CountAsync(Session session, StoragePoolNumOfVolumesArgs args, CancellationToken cancellation) =>
        new((await directory.ListAsync(args.Pool, cancellation)).Volumes.Count);

    [Procedure(RemoteProcedure.StoragePoolListVolumes)]
    public async ValueTask<StoragePoolListVolumesRet> ListAsync(Session session, StoragePoolListVolumesArgs args, CancellationToken cancellation) =>
        new([.. (await directory.ListAsync(args.Pool, cancellation)).Volumes.Take(args.Maxnames).Select(volume => volume.Name)]);

    [Procedure(RemoteProcedure.StoragePoolListAllVolumes)]
    public async ValueTask<StoragePoolListAllVolumesRet> ListAllAsync(Session session, StoragePoolListAllVolumesArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virStoragePoolListAllVolumes");
        var (pool, volumes) = await directory.ListAsync(args.Pool, cancellation);
        return new(args.NeedResults != 0 ? [.. volumes.Select(volume => VolumeDirectory.Handle(pool, volume))] : [], (uint)volumes.Count);
    }

    [Procedure(RemoteProcedure.StorageVolLookupByName)]
    public async ValueTask<StorageVolLookupByNameRet> ByNameAsync(Session session, StorageVolLookupByNameArgs args, CancellationToken cancellation)
    {
        var pool = pools.GetActive(args.Pool);
        return new(VolumeDirectory.Handle(pool, await directory.GetAsync(new VolumeName(pool.Name, args.Name), cancellation)));
    }

    [Procedure(RemoteProcedure.StorageVolLookupByKey)]
    public async ValueTask<StorageVolLookupByKeyRet> ByKeyAsync(Session session, StorageVolLookupByKeyArgs args, CancellationToken cancellation) =>
        new(await directory.ByKeyAsync(args.Key, "key", cancellation));

    [Procedure(RemoteProcedure.StorageVolLookupByPath)]
    public async ValueTask<StorageVolLookupByPathRet> ByPathAsync(Session session, StorageVolLookupByPathArgs args, CancellationToken cancellation) =>
        new(await directory.ByKeyAsync(args.Path.Length > 1 ? args.Path.TrimEnd('/') : args.Path, "path", cancellation));

    [Procedure(RemoteProcedure.StoragePoolLookupByVolume)]
    public StoragePoolLookupByVolumeRet PoolOf(Session session, StoragePoolLookupByVolumeArgs args) => new(PoolDirectory.Handle(pools.ByName(args.Vol.Pool)));
}
