using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Vms.Devices;

namespace Lodge.Storage.Images.Disks;

/// <summary>
/// The disks of images: read-only qcow2 files that are named by their SHA-256, so that the same disk is there once,
/// and a disk that VMs rest on stays what it is when its image is pulled anew.
/// </summary>
internal sealed class DiskStore(string imagesFolder)
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const string Unfinished = ".new-";
    private const string Ending = ".qcow2";

    private readonly string _folder = Path.Combine(imagesFolder, ".disks");

    /// <summary>The place of a disk.</summary>
    public string PathOf(string sha256) => Path.Combine(_folder, sha256 + Ending);

    /// <summary>A name for a disk that is being made, on the file system where it will stay.</summary>
    public string NewPlace()
    {
        Directory.CreateDirectory(_folder);
        return Path.Combine(_folder, $"{Unfinished}{Guid.NewGuid():N}");
    }

    /// <summary>Takes a finished qcow2 file in: checks it, makes it read-only, and moves it to its place.</summary>
    /// <param name="file">The file, from <see cref="NewPlace"/>.</param>
    /// <param name="sha256">Its SHA-256, when that is known.</param>
    /// <param name="cancellationToken">Ends the checking.</param>
    /// <exception cref="LodgeException">It is damaged, or rests on another file.</exception>
    public async Task<ImageDisk> TakeAsync(string file, string? sha256, CancellationToken cancellationToken)
    {
        var header = await SoundQcow2.DemandAsync(file, cancellationToken);
        var digest = sha256 ?? await FileDigest.OfFileAsync(file, cancellationToken);
        var place = PathOf(digest);
        if (File.Exists(place))
        {
            File.Delete(file);
        }
        else
        {
            File.SetUnixFileMode(file, ReadOnly);
            await FlushAsync(file, cancellationToken);
            File.Move(file, place);
        }

        return new ImageDisk(place, DiskFormat.Qcow2, header.VirtualSize, digest);
    }

    /// <summary>Deletes the disks that no image has and nothing rests on.</summary>
    /// <param name="keep">SHA-256 of the disks that images have.</param>
    /// <param name="isNeeded">Whether something rests on a file.</param>
    public async Task PruneAsync(IReadOnlySet<string> keep, Func<string, Task<bool>> isNeeded)
    {
        foreach (var file in Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*" + Ending) : [])
        {
            if (!keep.Contains(Path.GetFileNameWithoutExtension(file)) && !await isNeeded(file))
            {
                File.Delete(file);
            }
        }
    }

    private static async Task FlushAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read);
        await stream.FlushAsync(cancellationToken);
        stream.Flush(flushToDisk: true);
    }
}
