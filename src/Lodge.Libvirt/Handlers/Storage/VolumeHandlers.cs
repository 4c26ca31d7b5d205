using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>What a volume is.</summary>
/// <param name="directory">All volumes.</param>
internal sealed class VolumeHandlers(VolumeDirectory directory)
{
    private const uint Physical = 1;

    [Procedure(RemoteProcedure.StorageVolGetInfo)]
    public async ValueTask<StorageVolGetInfoRet> GetInfoAsync(Session session, StorageVolGetInfoArgs args, CancellationToken cancellation)
    {
        var volume = await directory.GetAsync(args.Vol, cancellation);
        return new((sbyte)volume.Type, (ulong)volume.Capacity, (ulong)volume.Allocation);
    }

    /// <summary>The same; with the flag, where the file ends stands in the place of what it takes.</summary>
    [Procedure(RemoteProcedure.StorageVolGetInfoFlags)]
    public async ValueTask<StorageVolGetInfoFlagsRet> GetInfoAsync(Session session, StorageVolGetInfoFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Physical, "virStorageVolGetInfoFlags");
        var volume = await directory.GetAsync(args.Vol, cancellation);
        return new((sbyte)volume.Type, (ulong)volume.Capacity, (ulong)(args.Flags == Physical ? volume.Physical : volume.Allocation));
    }

    [Procedure(RemoteProcedure.StorageVolGetXmlDesc)]
    public async ValueTask<StorageVolGetXmlDescRet> GetXmlAsync(Session session, StorageVolGetXmlDescArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virStorageVolGetXMLDesc");
        return new(VolumeXml.Write(await directory.GetAsync(args.Vol, cancellation)));
    }

    [Procedure(RemoteProcedure.StorageVolGetPath)]
    public async ValueTask<StorageVolGetPathRet> GetPathAsync(Session session, StorageVolGetPathArgs args, CancellationToken cancellation) =>
        new((await directory.GetAsync(args.Vol, cancellation)).Key);
}
