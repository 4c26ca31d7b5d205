using Lodge.Engine.Storage;
using Lodge.Engine.Storage.Volumes;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>The bytes of volumes, up and down, with holes where the client knows them.</summary>
/// <param name="volumes">The engine's.</param>
/// <param name="directory">All volumes.</param>
internal sealed class VolumeStreamHandlers(VolumeService volumes, VolumeDirectory directory)
{
    private const uint Sparse = 1;

    /// <summary>Opens the volume, so that nobody else writes to it, and takes what the client sends.</summary>
    [Procedure(RemoteProcedure.StorageVolUpload)]
    public async ValueTask UploadAsync(Call call, StorageVolUploadArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Sparse, "virStorageVolUpload");
        var (offset, length) = (Bytes(args.Offset), Bytes(args.Length));
        var open = await OpenAsync(args.Vol, write: true, cancellation);
        call.Serve((stream, token) => new VolumeUpload(open, stream, offset, length).RunAsync(token));
    }

    /// <summary>Opens the volume and sends what is in it.</summary>
    [Procedure(RemoteProcedure.StorageVolDownload)]
    public async ValueTask DownloadAsync(Call call, StorageVolDownloadArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Sparse, "virStorageVolDownload");
        var (offset, length, sparse) = (Bytes(args.Offset), Bytes(args.Length), args.Flags == Sparse);
        var open = await OpenAsync(args.Vol, write: false, cancellation);
        call.Serve((stream, token) => new VolumeDownload(open, stream, sparse).RunAsync(offset, length, token));
    }

    private async Task<OpenVolume> OpenAsync(StorageVol handle, bool write, CancellationToken cancellation)
    {
        var name = directory.NameOf(handle);
        await directory.GetAsync(name, cancellation);
        return await volumes.OpenAsync(name, write, cancellation);
    }

    private static long Bytes(ulong number) => number <= long.MaxValue / 2 ? (long)number
        : throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Storage, $"{number} is beyond the end of any volume");
}
