using Lodge.Model.Images;
using Lodge.Model.Vms.Devices;
using Lodge.Storage.Images.Disks;

namespace Lodge.Storage.Images;

/// <summary>Where the images of a daemon are, and what their manifests say.</summary>
internal sealed class ImagePlaces(string imagesFolder, DiskStore disks)
{
    private const long MiB = 1 << 20;

    /// <summary>The folder of an image. A slash cannot stand in a folder's name, and a plus not in an image's.</summary>
    public string FolderOf(string name) => Path.Combine(imagesFolder, name.Replace('/', '+'));

    /// <summary>All images, with their folders.</summary>
    public async Task<IReadOnlyList<(string Folder, ImageManifest Manifest)>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var images = new List<(string, ImageManifest)>();
        foreach (var folder in Directory.Exists(imagesFolder) ? Directory.GetDirectories(imagesFolder) : [])
        {
            if (Path.GetFileName(folder) is not ['.', ..] && await ImageManifest.ReadAsync(folder, cancellationToken) is { } manifest)
            {
                images.Add((folder, manifest));
            }
        }

        return images;
    }

    /// <summary>One image; null when there is none.</summary>
    public Task<ImageManifest?> ReadAsync(string name, CancellationToken cancellationToken) => ImageManifest.ReadAsync(FolderOf(name), cancellationToken);

    /// <summary>What an image is, for others.</summary>
    public ImageInfo Describe(string folder, ImageManifest manifest) => new(
        manifest.Name,
        manifest.Description,
        PathOf(folder, manifest, ImageFileRole.Kernel),
        PathOf(folder, manifest, ImageFileRole.Initrd),
        manifest.KernelCommandLine,
        manifest.Files.Sum(file => file.Size),
        manifest.MinimumMemoryMiB * MiB,
        manifest.Created)
    {
        Disk = DiskOf(manifest),
        Architecture = manifest.Architecture,
        Firmware = manifest.Firmware,
        User = manifest.User,
        Origin = manifest.Origin,
    };

    /// <summary>Puts an image that consists of one disk in its place, instead of one that may be there.</summary>
    /// <param name="folder">The image's folder, locked.</param>
    /// <param name="manifest">All but the disk.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public static async Task<ImageManifest> PutAsync(ImageFolder folder, ImageManifest manifest, ImageDisk disk, CancellationToken cancellationToken)
    {
        var whole = manifest with
        {
            VirtualSize = disk.VirtualSize,
            Files = [new ImageFile(ImageFileRole.Disk, Path.GetFileName(disk.Path), new FileInfo(disk.Path).Length, disk.Sha256)],
        };
        try
        {
            folder.Begin();
            await whole.WriteAsync(folder.Staging, cancellationToken);
            folder.Commit();
            return whole;
        }
        finally
        {
            folder.Discard();
        }
    }

    private ImageDisk? DiskOf(ImageManifest manifest) => manifest.Files.FirstOrDefault(file => file.Role == ImageFileRole.Disk) is { } disk
        ? new ImageDisk(disks.PathOf(disk.Sha256), DiskFormat.Qcow2, manifest.VirtualSize ?? 0, disk.Sha256)
        : null;

    private static string? PathOf(string folder, ImageManifest manifest, ImageFileRole role) =>
        manifest.Files.FirstOrDefault(file => file.Role == role) is { } file ? Path.Combine(folder, file.Name) : null;
}
