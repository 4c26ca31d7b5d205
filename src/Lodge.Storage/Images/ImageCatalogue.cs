using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Images.Tiny;

namespace Lodge.Storage.Images;

/// <summary>The images of one daemon: a folder each, below one folder.</summary>
/// <param name="imagesFolder">Where the images are.</param>
/// <param name="cacheFolder">Where downloads may stay between builds.</param>
/// <param name="clock">Time.</param>
public sealed class ImageCatalogue(string imagesFolder, string cacheFolder, TimeProvider clock) : IImageCatalogue
{
    private const long MiB = 1 << 20;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ImageInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var images = new List<ImageInfo>();
        foreach (var folder in Directory.Exists(imagesFolder) ? Directory.GetDirectories(imagesFolder) : [])
        {
            if (await ImageManifest.ReadAsync(folder, cancellationToken) is { } manifest)
            {
                images.Add(Describe(folder, manifest));
            }
        }

        return [.. images.OrderBy(image => image.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<ImageInfo> BuildAsync(string name, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        var request = new TinyImageRequest
        {
            Variant = TinyVariant.All.Single(variant => variant.Name == name),
            TargetFolder = Path.Combine(imagesFolder, name),
            CacheFolder = Path.Combine(cacheFolder, "apt"),
        };
        try
        {
            var image = await new TinyImageBuilder(clock).BuildAsync(request, new StepProgress(progress), cancellationToken);
            return Describe(image.Folder, image.Manifest);
        }
        catch (ImageBuildException failure)
        {
            throw new LodgeException(CodeOf(failure.Fault), failure.Message, failure.Remedy, failure);
        }
    }

    private static ImageInfo Describe(string folder, ImageManifest manifest) => new(
        manifest.Name,
        manifest.Description,
        PathOf(folder, manifest, ImageFileRole.Kernel),
        PathOf(folder, manifest, ImageFileRole.Initrd),
        manifest.KernelCommandLine,
        manifest.Files.Sum(file => file.Size),
        manifest.MinimumMemoryMiB * MiB,
        manifest.Created);

    private static string? PathOf(string folder, ImageManifest manifest, ImageFileRole role) =>
        manifest.Files.FirstOrDefault(file => file.Role == role) is { } file ? Path.Combine(folder, file.Name) : null;

    private static ErrorCode CodeOf(ImageBuildFault fault) => fault switch
    {
        ImageBuildFault.HostNotSupported or ImageBuildFault.ToolMissing => ErrorCode.Unsupported,
        ImageBuildFault.NetworkUnreachable => ErrorCode.Unreachable,
        ImageBuildFault.FolderNotWritable => ErrorCode.StorageFailed,
        _ => ErrorCode.FileNotFound,
    };

    private sealed class StepProgress(IProgress<(double? Share, string Step)> progress) : IProgress<ImageBuildProgress>
    {
        public void Report(ImageBuildProgress value) => progress.Report(((value.Step - 1d) / value.Steps, value.Message));
    }
}
