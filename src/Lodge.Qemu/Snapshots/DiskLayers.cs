using System.Globalization;
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

    public async Task ReturnAsync(string path, LayerFile below, CancellationToken cancellationToken)
    {
        await QemuImg.RunAsync(
            ["commit", "-q", "-f", "qcow2", "-d", "-b", below.Path, path], $"copy what '{path}' holds into the image below it", cancellationToken);
        await Task.Run(
            () =>
            {
                using var file = LinuxFile.Open(below.Path, OpenFlags.ReadWrite);
                RandomAccess.FlushToDisk(file);
            },
            CancellationToken.None);
    }

    public async Task<long> MeasureAsync(LayerFile image, CancellationToken cancellationToken)
    {
        var capacity = (await ImageMeasure.MeasureAsync(image.Path, image.Format, cancellationToken)).Capacity;
        return (capacity + Sector - 1) / Sector * Sector;
    }

    public async Task MakeAsync(LayerFile image, long bytes, LayerFile? below, CancellationToken cancellationToken)
    {
        if (File.Exists(image.Path))
        {
            throw new LodgeException(ErrorCode.InvalidState, $"'{image.Path}' is there already.", "Choose another place, or remove it first.");
        }

        string[] onto = below is null ? [] : ["-b", below.Path, "-F", WordOf(below.Format)];
        var size = bytes.ToString(CultureInfo.InvariantCulture);
        try
        {
            await QemuImg.RunAsync(["create", "-q", "-u", "-f", WordOf(image.Format), .. onto, image.Path, size], $"make '{image.Path}'", cancellationToken);
            LimitToOwner(image.Path);
        }
        catch
        {
            await DeleteAsync(image.Path, CancellationToken.None);
            throw;
        }
    }

    public async Task CopyAsync(LayerFile from, LayerFile to, LayerFile? below, IProgress<double> progress, CancellationToken cancellationToken)
    {
        // Without the image below, what is read from there does not show, and what is written stays out of the copy.
        string[] onto = below is null ? [] : ["-B", below.Path, "-F", WordOf(below.Format)];
        string[] keep = below is null ? ["-n"] : [];
        await QemuImg.RunAsync(
            ["convert", "-p", .. keep, "-f", WordOf(from.Format), "-O", WordOf(to.Format), .. onto, from.Path, to.Path],
            $"copy '{from.Path}' to '{to.Path}'",
            cancellationToken,
            progress);
        await Task.Run(() => Sync(to.Path), CancellationToken.None);
    }

    public Task CommitAsync(LayerFile top, string into, CancellationToken cancellationToken) => QemuImg.RunAsync(
        ["commit", "-q", "-f", WordOf(top.Format), "-b", into, top.Path], $"commit '{top.Path}' into '{into}'", cancellationToken);

    public Task PutOnAsync(string path, LayerFile below, CancellationToken cancellationToken) => QemuImg.RunAsync(
        ["rebase", "-u", "-f", "qcow2", "-b", below.Path, "-F", WordOf(below.Format), path], $"have '{path}' stand on '{below.Path}'", cancellationToken);

    public async Task<IReadOnlyList<string>> ReadTagsAsync(LayerFile image, CancellationToken cancellationToken) =>
        image.Format == DiskFormat.Qcow2 && File.Exists(image.Path) ? await Qcow2Tags.ReadAsync(image.Path, Role, cancellationToken) : [];

    public Task TagAsync(string path, string tag, CancellationToken cancellationToken) =>
        SnapshotAsync("-c", path, tag, $"make the internal snapshot '{tag}' in '{path}'", cancellationToken);

    public Task ApplyTagAsync(string path, string tag, CancellationToken cancellationToken) =>
        SnapshotAsync("-a", path, tag, $"bring '{path}' back to its internal snapshot '{tag}'", cancellationToken);

    public async Task DeleteTagAsync(string path, string tag, CancellationToken cancellationToken)
    {
        if ((await ReadTagsAsync(new LayerFile(path, DiskFormat.Qcow2), cancellationToken)).Contains(tag))
        {
            await SnapshotAsync("-d", path, tag, $"remove the internal snapshot '{tag}' from '{path}'", cancellationToken);
        }
    }

    public Task DuplicateAsync(string from, string to, CancellationToken cancellationToken) => Task.Run(() => ImageCopying.Copy(from, to), cancellationToken);

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

    private static async Task SnapshotAsync(string verb, string path, string tag, string what, CancellationToken cancellationToken)
    {
        await QemuImg.RunAsync(["snapshot", "-q", verb, tag, path], what, cancellationToken);
        await Task.Run(() => Sync(path), CancellationToken.None);
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

    private static void LimitToOwner(string path)
    {
        using var file = LinuxFile.Open(path, OpenFlags.Write | OpenFlags.NoFollow);
        LinuxFile.SetMode(file, 0x180 /* 0600 */);
        RandomAccess.FlushToDisk(file);
        DurableFile.SyncFolder(Path.GetDirectoryName(path)!);
    }

    private static void Sync(string path)
    {
        using var file = LinuxFile.Open(path, OpenFlags.Write | OpenFlags.NonBlocking);
        RandomAccess.FlushToDisk(file);
    }

    private static string WordOf(DiskFormat format) => format == DiskFormat.Qcow2 ? "qcow2" : "raw";
}
