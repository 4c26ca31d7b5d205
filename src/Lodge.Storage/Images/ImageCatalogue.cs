using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Images.Catalogue;
using Lodge.Storage.Images.Debian;
using Lodge.Storage.Images.Disks;
using Lodge.Storage.Images.Pull;
using Lodge.Storage.Images.Tiny;

namespace Lodge.Storage.Images;

/// <summary>The images of one daemon: a folder each, below one folder, and their disks beside them.</summary>
public sealed class ImageCatalogue : IImageCatalogue, IDisposable
{
    private readonly ImageStorageOptions _options;
    private readonly TimeProvider _clock;
    private readonly DiskStore _disks;
    private readonly ImagePlaces _places;
    private readonly ImagePuller _puller;

    /// <summary>Opens the images of a daemon; nothing is touched yet.</summary>
    /// <param name="options">Where they are.</param>
    /// <param name="clock">Time.</param>
    public ImageCatalogue(ImageStorageOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _disks = new DiskStore(options.ImagesFolder);
        _places = new ImagePlaces(options.ImagesFolder, _disks);
        _puller = new ImagePuller(options, _disks, _places, clock);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ImageInfo>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await _places.ReadAllAsync(cancellationToken))
            .Select(image => _places.Describe(image.Folder, image.Manifest))
            .OrderBy(image => image.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public Task<IReadOnlyList<CatalogueImage>> ListPublishedAsync(CancellationToken cancellationToken) =>
        PublishedImages.ReadAsync(_options.UserCatalogue, cancellationToken);

    /// <inheritdoc/>
    public Task<ImageInfo> BuildAsync(ImageBuild build, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(build);
        return build.Name == "debian"
            ? DescribedAsync(() => new DebianImageBuilder(_disks, _places, _clock).BuildAsync(build, progress, cancellationToken))
            : BuildTinyAsync(build.Name, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ImageInfo> PullAsync(
        CatalogueImage image, string architecture, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        return DescribedAsync(() => _puller.PullAsync(image, architecture, progress, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<ImageInfo> ImportAsync(ImageImport request, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return DescribedAsync(() => new ImageImporter(_disks, _places, _clock).ImportAsync(request, progress, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        using (var folder = await ImageFolder.OpenAsync(_places.FolderOf(name), cancellationToken))
        {
            folder.Remove();
        }

        var kept = (await _places.ReadAllAsync(cancellationToken)).SelectMany(image => image.Manifest.Files).Select(file => file.Sha256).ToHashSet();
        await _disks.PruneAsync(kept, async file => (await FindDependentsAsync(file, OwnDisks(), cancellationToken)).Count > 0);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>> FindDependentsAsync(string file, IReadOnlyCollection<string> disks, CancellationToken cancellationToken)
    {
        var dependents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var disk in disks)
        {
            if (disk == file || (await BackingChain.BehindAsync(disk, cancellationToken)).Contains(file))
            {
                dependents.Add(disk);
            }
        }

        return dependents;
    }

    /// <inheritdoc/>
    public void Dispose() => _puller.Dispose();

    private string[] OwnDisks() => Directory.Exists(_options.DisksFolder) ? Directory.GetFiles(_options.DisksFolder, "*.qcow2") : [];

    private async Task<ImageInfo> BuildTinyAsync(string name, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        var request = new TinyImageRequest
        {
            Variant = TinyVariant.All.Single(variant => variant.Name == name),
            TargetFolder = _places.FolderOf(name),
            CacheFolder = Path.Combine(_options.CacheFolder, "apt"),
        };
        try
        {
            var image = await new TinyImageBuilder(_clock).BuildAsync(request, new StepProgress(progress), cancellationToken);
            return _places.Describe(image.Folder, image.Manifest);
        }
        catch (ImageBuildException failure)
        {
            throw new LodgeException(CodeOf(failure.Fault), failure.Message, failure.Remedy, failure);
        }
    }

    private async Task<ImageInfo> DescribedAsync(Func<Task<ImageManifest>> make)
    {
        try
        {
            var manifest = await make();
            return _places.Describe(_places.FolderOf(manifest.Name), manifest);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed,
                $"The image cannot be written: {trouble.Message}",
                $"See that {_options.ImagesFolder} and {_options.CacheFolder} can be written and have room.",
                trouble);
        }
    }

    private static ErrorCode CodeOf(ImageBuildFault fault) => fault switch
    {
        ImageBuildFault.HostNotSupported => ErrorCode.Unsupported,
        ImageBuildFault.NetworkUnreachable => ErrorCode.Unreachable,
        ImageBuildFault.FolderNotWritable => ErrorCode.StorageFailed,
        _ => ErrorCode.FileNotFound,
    };

    private sealed class StepProgress(IProgress<(double? Share, string Step)> progress) : IProgress<ImageBuildProgress>
    {
        public void Report(ImageBuildProgress value) => progress.Report(((value.Step - 1d) / value.Steps, value.Message));
    }
}
