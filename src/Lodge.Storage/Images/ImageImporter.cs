using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Images.Disks;

namespace Lodge.Storage.Images;

/// <summary>Makes images from files of the host.</summary>
internal sealed class ImageImporter(DiskStore disks, ImagePlaces places, TimeProvider clock)
{
    private const int UsualMemoryMiB = 512;

    /// <summary>Makes an image; the file stays as it is.</summary>
    /// <exception cref="LodgeException">The file is not what it is said to be, or the name is taken.</exception>
    public async Task<ImageManifest> ImportAsync(ImageImport request, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        using var folder = await ImageFolder.OpenAsync(places.FolderOf(request.Name), cancellationToken);
        if (await places.ReadAsync(request.Name, cancellationToken) is not null)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"There is an image '{request.Name}' already.", $"Choose another name, or delete it first: lodge image delete {request.Name}");
        }

        ThrowIfUnreadable(request.Path);
        var format = ImportedFormat.Decide(request.Path, request.Format, await DiskHeaders.OfFileAsync(request.Path, cancellationToken));
        var step = format == ImportFormat.Qcow2 ? "copying the disk" : "converting the disk to qcow2";
        progress.Report((0, step));
        var disk = await new DiskMaker(disks).MakeAsync(request.Path, format, share => progress.Report((share, step)), cancellationToken);
        var manifest = new ImageManifest
        {
            Name = request.Name,
            Description = request.Details.Description ?? $"imported from {Path.GetFileName(request.Path)}",
            Architecture = UsualArchitecture,
            Created = clock.GetUtcNow(),
            Inputs = disk.Sha256,
            MinimumMemoryMiB = UsualMemoryMiB,
            Firmware = request.Details.Firmware,
            User = request.Details.User,
            Files = [],
            Origin = new ImageOrigin { Kind = ImageOriginKind.Imported, Source = request.Path },
        };
        return await ImagePlaces.PutAsync(folder, manifest, disk, cancellationToken);
    }

    // What a disk holds is not looked into; it is taken to be for guests of this host.
    private const string UsualArchitecture = "x86_64";

    private static void ThrowIfUnreadable(string path)
    {
        if (!Path.IsPathRooted(path))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The file to import must be an absolute path, and is '{path}'.");
        }

        try
        {
            using var file = File.OpenRead(path);
            if (!file.CanSeek)
            {
                throw new LodgeException(ErrorCode.BadFile, $"'{path}' is no regular file.", "Import a file, or copy a device with 'qemu-img convert' first.");
            }
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LodgeException(ErrorCode.FileNotFound, $"There is no file '{path}' on the daemon's host.", cause: missing);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(ErrorCode.FileNotAccessible, $"'{path}' cannot be read: {refused.Message}", "Make it readable for the daemon's user.", refused);
        }
    }
}
