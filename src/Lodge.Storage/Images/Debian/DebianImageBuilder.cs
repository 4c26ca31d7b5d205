using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Images.Disks;

namespace Lodge.Storage.Images.Debian;

/// <summary>Builds bootable Debian disks with cloud-init, the guest agent and ssh in them.</summary>
internal sealed class DebianImageBuilder(DiskStore disks, ImagePlaces places, TimeProvider clock)
{
    private const string HostRelease = "/etc/os-release";
    private const string UsualSuite = "bookworm";
    private const int MemoryMiB = 512;

    // How the time divides, as measured; most of it is the installing.
    private const double InstalledShare = 0.8;
    private const double WrittenShare = 0.9;

    /// <summary>Builds an image, instead of one that may be there.</summary>
    /// <exception cref="LodgeException">Something is missing, or failed; an image that was there stays.</exception>
    public async Task<ImageManifest> BuildAsync(ImageBuild build, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        DebianTools.ThrowIfMissing();
        var recipe = DebianRecipe.Of(build, await HostSuiteAsync(cancellationToken));
        var name = NameOf(build);
        using var folder = await ImageFolder.OpenAsync(places.FolderOf(name), cancellationToken);
        try
        {
            folder.Begin();
            progress.Report((0, $"installing Debian {recipe.Suite}"));
            var tar = await Debootstrap.RunAsync(recipe, folder.Work, step => progress.Report((null, step)), cancellationToken);
            progress.Report((InstalledShare, "writing the disk"));
            var raw = await DebianDisk.WriteAsync(recipe, tar, folder.Work, cancellationToken);
            progress.Report((WrittenShare, "converting the disk to qcow2"));
            var disk = await new DiskMaker(disks).MakeAsync(
                raw, ImportFormat.Raw, share => progress.Report((WrittenShare + (share * (1 - WrittenShare)), "converting the disk to qcow2")), cancellationToken);
            folder.Discard();
            return await ImagePlaces.PutAsync(folder, Manifest(name, recipe), disk, cancellationToken);
        }
        finally
        {
            folder.Discard();
        }
    }

    /// <summary>What an image is called that is built so.</summary>
    public static string NameOf(ImageBuild build) => build.Suite is null ? build.Name : $"{build.Name}-{build.Suite}";

    private ImageManifest Manifest(string name, DebianRecipe recipe) => new()
    {
        Name = name,
        Description = $"Debian {recipe.Suite}, built on this host",
        Architecture = "x86_64",
        Created = clock.GetUtcNow(),
        Inputs = recipe.Inputs,
        MinimumMemoryMiB = MemoryMiB,
        User = "debian",
        Files = [],
        Origin = new ImageOrigin { Kind = ImageOriginKind.Built, Source = $"the apt sources of the host, for {recipe.Suite}" },
    };

    private static async Task<string> HostSuiteAsync(CancellationToken cancellationToken)
    {
        const string key = "VERSION_CODENAME=";
        var lines = File.Exists(HostRelease) ? await File.ReadAllLinesAsync(HostRelease, cancellationToken) : [];
        return lines.Contains("ID=debian") && lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
            ? line[key.Length..].Trim('"')
            : UsualSuite;
    }
}
