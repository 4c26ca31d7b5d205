using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Images;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Qemu.Snapshots;

/// <summary>Images and the images below them, on the host.</summary>
internal sealed class DiskLayers : IDiskLayers
{
    private const string Role = "disk image";
    private const int Sector = 512;

    public async Task<IReadOnlyList<LayerFile>> ReadChainAsync(LayerFile top, CancellationToken cancellationToken) =>
        [.. (await ImageChainReader.ReadAsync(top.Path, top.Format, Role, cancellationToken)).Layers.Select(layer => new LayerFile(layer.Path, layer.Format))];

    public async Task CreateAsync(string path, LayerFile below, CancellationToken cancellationToken)
    {
        var size = await ImageMeasure.MeasureAsync(below.Path, below.Format, cancellationToken);
        var capacity = (size.Capacity + Sector - 1) / Sector * Sector;
        var image = Qcow2Overlay.Write(capacity, below.Path, WordOf(below.Format));
        try
        {
            await Task.Run(() => Write(path, image, Qcow2Overlay.LengthFor(capacity), FileIdentity.Of(below.Path)), cancellationToken);
        }
        catch (LinuxException failure)
        {
            throw new LodgeException(
                failure.Name is "ENOSPC" or "EDQUOT" ? ErrorCode.InsufficientResources : ErrorCode.StorageFailed,
                $"The image '{path}' cannot be made: {ErrnoWords.Explain(failure.Errno)}.",
                "New images are made beside those that they stand on: see that there is room, and that the daemon may write there.",
                failure);
        }
    }

    public Task PullAsync(string path, LayerFile? below, CancellationToken cancellationToken) => QemuImg.RunAsync(
        below is null
            ? ["rebase", "-f", "qcow2", "-b", "", path]
            : ["rebase", "-f", "qcow2", "-b", below.Path, "-F", WordOf(below.Format), path],
        $"copy into '{path}' what it needs of the image below it",
        cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (File.Exists(path))
            {
                File.Delete(path);
                DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
            }

            return Task.CompletedTask;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(ErrorCode.StorageFailed, $"The image '{path}' cannot be deleted: {failure.Message}", "See that the daemon may write to its folder.", failure);
        }
    }

    // As the image below it is whose, and who may read it, so is the new one.
    private static void Write(string path, byte[] image, long length, FileIdentity below)
    {
        using (var file = LinuxFile.Open(path, OpenFlags.Write | OpenFlags.Create | OpenFlags.MustBeNew | OpenFlags.NoFollow))
        {
            try
            {
                RandomAccess.Write(file, image, 0);
                RandomAccess.SetLength(file, length);
                LinuxFile.SetMode(file, (uint)below.Permissions & 0x1B6 /* 0666 */);
                GiveAway(file, below);
                RandomAccess.FlushToDisk(file);
            }
            catch
            {
                File.Delete(path);
                throw;
            }
        }

        DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
    }

    private static void GiveAway(SafeFileHandle file, FileIdentity below)
    {
        if (Environment.IsPrivilegedProcess)
        {
            LinuxFile.SetOwner(file, (uint)below.Uid, (uint)below.Gid);
        }
    }

    private static string WordOf(DiskFormat format) => format == DiskFormat.Qcow2 ? "qcow2" : "raw";
}
