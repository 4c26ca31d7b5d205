using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Images.Checksums;
using Lodge.Storage.Images.Disks;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Images.Pull;

/// <summary>Pulls published images.</summary>
internal sealed class ImagePuller : IDisposable
{
    private const int UsualMemoryMiB = 512;

    private readonly ImageStorageOptions _options;
    private readonly DiskStore _disks;
    private readonly ImagePlaces _places;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly Mirror _mirror;

    public ImagePuller(ImageStorageOptions options, DiskStore disks, ImagePlaces places, TimeProvider clock)
    {
        (_options, _disks, _places, _clock) = (options, disks, places, clock);
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = options.StallTimeout }) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("lodge");
        _mirror = new Mirror(_http, options.StallTimeout);
    }

    /// <summary>Downloads an image, unless it is here as it is published now.</summary>
    /// <exception cref="LodgeException">It cannot be had, or is not what was published.</exception>
    public async Task<ImageManifest> PullAsync(
        CatalogueImage image, string architecture, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        if (!image.Architectures.TryGetValue(architecture, out var download))
        {
            throw new LodgeException(
                ErrorCode.ImageNotFound, $"{image.Title} is not published for {architecture}.", $"It is for: {string.Join(", ", image.Architectures.Keys)}.");
        }

        progress.Report((null, "waiting for another that makes the same image"));
        using var folder = await ImageFolder.OpenAsync(_places.FolderOf(image.Name), cancellationToken);
        progress.Report((null, "fetching the checksums"));
        var work = Directory.CreateDirectory(Path.Combine(_options.CacheFolder, "downloads")).FullName;
        var published = await PublishedChecksum.FetchAsync(download, _mirror, new Keyrings(_options.KeyringFolders), work, cancellationToken);
        var inputs = $"{architecture} {(published.Digest is { } digest ? TextOf(digest) : "unverified")}";
        if (published.Digest is not null && await _places.ReadAsync(image.Name, cancellationToken) is { } present && present.Inputs == inputs && IsThere(present))
        {
            return present;
        }

        var part = Path.Combine(work, $"{image.Name.Replace('/', '+')}-{architecture}.part");
        var disk = await FetchAsync(download, published, part, progress, cancellationToken);
        progress.Report((1, "putting the image in place"));
        return await ImagePlaces.PutAsync(folder, Manifest(image, architecture, download, published, inputs), disk, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private bool IsThere(ImageManifest manifest) => manifest.Files.All(file => File.Exists(_disks.PathOf(file.Sha256)));

    private async Task<ImageDisk> FetchAsync(
        CatalogueDownload download, PublishedChecksum published, string path, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        string sha256;
        PartialFile part;
        await using (part = await PartialFile.OpenAsync(path, published.Digest, cancellationToken))
        {
            await new Download(_mirror, _options.Retries).RunAsync(part, download.Urls, published.Digest, progress, cancellationToken);
            sha256 = part.Digests().Sha256;
        }

        progress.Report((1, download.Compression is null ? "checking the disk" : "unpacking"));
        try
        {
            return await TakeAsync(path, download.Compression, sha256, cancellationToken);
        }
        finally
        {
            part.Discard();
        }
    }

    private async Task<ImageDisk> TakeAsync(string path, ImageCompression? compression, string sha256, CancellationToken cancellationToken)
    {
        var place = _disks.NewPlace();
        try
        {
            if (compression is null)
            {
                File.Move(path, place);
            }
            else
            {
                await UnpackAsync(path, place, cancellationToken);
            }

            // Vendors publish qcow2, or the bytes of the disk; nothing else is taken for what it looks like.
            return await DiskHeaders.OfFileAsync(place, cancellationToken) == DiskHeader.Qcow2
                ? await _disks.TakeAsync(place, compression is null ? sha256 : null, cancellationToken)
                : await new DiskMaker(_disks).MakeAsync(place, ImportFormat.Raw, _ => { }, cancellationToken);
        }
        finally
        {
            File.Delete(place);
        }
    }

    private static async Task UnpackAsync(string path, string place, CancellationToken cancellationToken)
    {
        await using var target = new FileStream(place, FileMode.CreateNew, FileAccess.Write);
        var (status, errors) = await HostTool.Xz.RunAsync(
            ["--decompress", "--stdout", "--threads=0", "--", path], "/", (output, stop) => output.CopyToAsync(target, stop), cancellationToken);
        if (status != 0)
        {
            throw HostTool.Xz.Failed("unpack the image", errors);
        }
    }

    private ImageManifest Manifest(
        CatalogueImage image, string architecture, CatalogueDownload download, PublishedChecksum published, string inputs) => new()
        {
            Name = image.Name,
            Description = image.Title,
            Architecture = architecture,
            Created = _clock.GetUtcNow(),
            Inputs = inputs,
            MinimumMemoryMiB = image.MemoryMiB ?? UsualMemoryMiB,
            Firmware = image.Firmware,
            User = image.User,
            Files = [],
            Origin = new ImageOrigin
            {
                Kind = ImageOriginKind.Pulled,
                Source = download.Urls[0].AbsoluteUri,
                Checksum = published.Digest is { } digest ? TextOf(digest) : null,
                Signature = published.Verdict.Outcome,
                Signer = published.Verdict.Signer,
            },
        };

    private static string TextOf((DigestKind Kind, string Hex) digest) => $"{(digest.Kind == DigestKind.Sha512 ? "sha512" : "sha256")}:{digest.Hex}";
}
