namespace Lodge.Storage.Images.Tiny;

/// <summary>
/// Makes a tiny image: a Linux guest of a kernel and one initial file system, from Debian's own packages, in
/// seconds and as any user. The packages come through the host's apt, which checks their signatures.
/// </summary>
public sealed class TinyImageBuilder(TimeProvider time)
{
    /// <summary>The name of the kernel in the image's folder.</summary>
    public const string KernelFile = "vmlinuz";

    /// <summary>The name of the initial file system in the image's folder.</summary>
    public const string InitrdFile = "initrd.img";

    private const int Steps = 4;

    private const UnixFileMode ForAllToRead =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Builds the image, or keeps the one that is there when nothing that it is made of has changed.</summary>
    /// <param name="request">Where to build.</param>
    /// <param name="progress">Hears of each step as it begins.</param>
    /// <param name="cancellation">Stops the build; an image that was there stays as it was.</param>
    /// <returns>The finished image.</returns>
    /// <exception cref="ImageBuildException">The image could not be built; an image that was there stays.</exception>
    public async Task<TinyImage> BuildAsync(
        TinyImageRequest request, IProgress<ImageBuildProgress> progress, CancellationToken cancellation)
    {
        try
        {
            using var folder = await ImageFolder.OpenAsync(request.TargetFolder, cancellation);
            return await BuildAsync(folder, request, progress, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImageBuildException(
                ImageBuildFault.FolderNotWritable,
                $"The tiny image cannot be written: {failure.Message}",
                $"See that {request.TargetFolder} and {request.CacheFolder} can be written and have 300 MB free.",
                failure);
        }
    }

    private async Task<TinyImage> BuildAsync(
        ImageFolder folder,
        TinyImageRequest request,
        IProgress<ImageBuildProgress> progress,
        CancellationToken cancellation)
    {
        progress.Report(new(1, Steps, "looking the packages up"));
        await DebianHost.RequireAsync(cancellation);
        var apt = new Apt(Path.GetFullPath(request.CacheFolder), request.AptOptions);
        var packages = await Usable(() => TinyPackages.FindAsync(apt, request.Variant, cancellation));
        if (!request.Rebuild && await FindFinishedAsync(folder.Path, packages.Versioned, cancellation) is { } finished)
        {
            return new(folder.Path, finished, Reused: true);
        }

        try
        {
            folder.Begin();
            progress.Report(new(2, Steps, $"fetching {packages.Kernel.Name} and {packages.All.Count - 1} more ({packages.Size / 1_000_000.0:0.0} MB)"));
            var files = await apt.DownloadAsync(packages.All, folder.Work, cancellation);
            var manifest = await Usable(() => FillAsync(folder, request.Variant, packages, files, progress, cancellation));
            folder.Commit();
            return new(folder.Path, manifest, Reused: false);
        }
        finally
        {
            folder.Discard();
        }
    }

    private static async Task<ImageManifest?> FindFinishedAsync(
        string folder, IReadOnlyList<ImagePackage> packages, CancellationToken cancellation) =>
        await ImageManifest.ReadAsync(folder, cancellation) is { } manifest
        && manifest.Inputs == TinyRecipe.Inputs(packages)
        && await FileDigest.AreIntactAsync(folder, manifest.Files, cancellation)
            ? manifest
            : null;

    /// <summary>Puts the image's files and its manifest into the staging folder.</summary>
    private async Task<ImageManifest> FillAsync(
        ImageFolder folder,
        TinyVariant variant,
        TinyPackages packages,
        IReadOnlyList<string> packageFiles,
        IProgress<ImageBuildProgress> progress,
        CancellationToken cancellation)
    {
        progress.Report(new(3, Steps, "unpacking the kernel, busybox and the guest agent"));
        var kernel = await UnpackedKernel.UnpackAsync(packageFiles[0], folder.Work, cancellation);
        var busybox = await Busybox.UnpackAsync(packageFiles[1], folder.Work, cancellation);
        var agent = await GuestAgent.UnpackAsync([.. packageFiles.Skip(2)], folder.Work, cancellation);

        progress.Report(new(4, Steps, "writing the initial file system"));
        var modules = await KernelModules.PickAsync(kernel, busybox.DecompressAsync, cancellation);
        var entries = Initramfs.Entries(await busybox.ReadAsync(cancellation), kernel.Version, modules, agent);
        await Initramfs.WriteAsync(Path.Combine(folder.Staging, InitrdFile), entries, cancellation);
        await CopyAsync(kernel.KernelPath, Path.Combine(folder.Staging, KernelFile), cancellation);
        ImageFile[] files =
        [
            await FileDigest.DescribeAsync(ImageFileRole.Kernel, Path.Combine(folder.Staging, KernelFile), cancellation),
            await FileDigest.DescribeAsync(ImageFileRole.Initrd, Path.Combine(folder.Staging, InitrdFile), cancellation),
        ];
        var manifest = TinyRecipe.Manifest(variant, kernel.Version, packages.Versioned, files, time.GetUtcNow());
        await manifest.WriteAsync(folder.Staging, cancellation);
        foreach (var file in Directory.EnumerateFiles(folder.Staging))
        {
            File.SetUnixFileMode(file, ForAllToRead);
        }

        return manifest;
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellation)
    {
        await using var source = File.OpenRead(from);
        await using var target = File.Create(to);
        await source.CopyToAsync(target, cancellation);
        target.Flush(flushToDisk: true);
    }

    private static async Task<T> Usable<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (InvalidDataException damaged)
        {
            throw new ImageBuildException(
                ImageBuildFault.PackageUnusable,
                $"A package cannot be used: {damaged.Message}.",
                "Run 'apt-get update' as root and build again; if it stays so, this Debian release is not supported yet.",
                damaged);
        }
    }
}
