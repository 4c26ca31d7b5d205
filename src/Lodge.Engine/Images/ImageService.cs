using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Jobs;
using Lodge.Model.Text;
using Lodge.Model.Vms;

namespace Lodge.Engine.Images;

/// <summary>Images that VMs can be launched from.</summary>
public sealed partial class ImageService : IDisposable
{
    private const string Debian = "debian";

    private static readonly string[] Buildable = ["tiny", "tiny-full", Debian];

    private readonly IImageCatalogue _catalogue;
    private readonly JobBoard _jobs;
    private readonly VmInventory _vms;
    private readonly SemaphoreSlim _held = new(1);

    internal ImageService(IImageCatalogue catalogue, JobBoard jobs, VmInventory vms) => (_catalogue, _jobs, _vms) = (catalogue, jobs, vms);

    /// <summary>All images, by name.</summary>
    public Task<IReadOnlyList<ImageInfo>> ListAsync(CancellationToken cancellationToken) => _catalogue.ListAsync(cancellationToken);

    /// <summary>What vendors publish and can be pulled, by name.</summary>
    /// <exception cref="LodgeException">The user's own file of images is damaged.</exception>
    public Task<IReadOnlyList<CatalogueImage>> ListPublishedAsync(CancellationToken cancellationToken) => _catalogue.ListPublishedAsync(cancellationToken);

    /// <summary>One image.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageNotFound"/>.</exception>
    public async Task<ImageInfo> GetAsync(string name, CancellationToken cancellationToken)
    {
        var images = await _catalogue.ListAsync(cancellationToken);
        return images.FirstOrDefault(image => image.Name == name) ?? throw await NotFoundAsync(name, images, cancellationToken);
    }

    /// <summary>Builds an image; one that is up to date already is kept.</summary>
    /// <returns>The job, under way.</returns>
    public Job Build(ImageBuild build)
    {
        ArgumentNullException.ThrowIfNull(build);
        if (!Buildable.Contains(build.Name))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"Lodge cannot build an image '{build.Name}'.", $"It can build: {string.Join(", ", Buildable)}.");
        }

        if (build.Name != Debian && (build.Suite is not null || build.Packages is { Count: > 0 }))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The image '{build.Name}' has no suite and no packages to choose.", "Leave them out, or build 'debian'.");
        }

        foreach (var word in (build.Packages ?? []).Append(build.Suite ?? "stable").Where(word => !DebianWord().IsMatch(word)))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"'{word.ReplaceLineEndings(" ")}' can be no name of a package or release of Debian.", "Use small letters, digits, '+', '-' and '.'.");
        }

        return _jobs.Run(JobKind.BuildImage, null, build.Suite is null ? build.Name : $"{build.Name}-{build.Suite}", (progress, token) => _catalogue.BuildAsync(build, progress, token));
    }

    /// <summary>Downloads an image that its vendor publishes; one that is here as it is published now is kept.</summary>
    /// <param name="name">Its name, or another that it answers to.</param>
    /// <param name="architecture">For which architecture; null for this host's.</param>
    /// <param name="cancellationToken">Ends the reading of the catalogue.</param>
    /// <returns>The job, under way.</returns>
    /// <exception cref="LodgeException">No such image is published.</exception>
    public async Task<Job> PullAsync(string name, string? architecture, CancellationToken cancellationToken)
    {
        var published = await _catalogue.ListPublishedAsync(cancellationToken);
        var image = Find(published, name) ?? throw Unpublished(name, published);
        return _jobs.Run(JobKind.PullImage, null, image.Name, (progress, token) => _catalogue.PullAsync(image, architecture ?? HostArchitecture, progress, token));
    }

    /// <summary>Makes an image from a file of the daemon's host, which stays as it is.</summary>
    /// <returns>The job, under way.</returns>
    /// <exception cref="LodgeException">The image cannot be called so.</exception>
    public Job Import(ImageImport request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ImageNames.ThrowIfInvalid(request.Name);
        return _jobs.Run(JobKind.ImportImage, null, request.Name, (progress, token) => _catalogue.ImportAsync(request, progress, token));
    }

    /// <summary>Deletes an image that no VM needs.</summary>
    /// <exception cref="LodgeException">There is none, or disks of VMs rest on it.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        using var hold = await HoldAsync(cancellationToken);
        var image = await GetAsync(name, cancellationToken);
        if (await FindUsersAsync(image, cancellationToken) is { Count: > 0 } users)
        {
            throw new LodgeException(
                ErrorCode.ImageInUse,
                $"The image '{name}' is needed by {(users.Count == 1 ? "the VM" : "the VMs")} {string.Join(", ", users)}.",
                $"Delete {(users.Count == 1 ? "it" : "them")} first; VMs keep reading from the image that they were launched from.");
        }

        await _catalogue.DeleteAsync(name, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();

    /// <summary>Keeps images from being deleted until the answer is disposed of: while a VM is made from one.</summary>
    internal async Task<IDisposable> HoldAsync(CancellationToken cancellationToken)
    {
        await _held.WaitAsync(cancellationToken);
        return new Hold(_held);
    }

    private async Task<IReadOnlyList<string>> FindUsersAsync(ImageInfo image, CancellationToken cancellationToken)
    {
        var needed = new[] { image.Disk?.Path, image.Kernel, image.Initrd }.OfType<string>().ToList();
        var users = new List<string>();
        foreach (var vm in _vms.List())
        {
            var files = FilesOf(vm);
            foreach (var file in needed)
            {
                if (files.Contains(file) || (await _catalogue.FindDependentsAsync(file, files, cancellationToken)).Count > 0)
                {
                    users.Add(vm.Name);
                    break;
                }
            }
        }

        return users;
    }

    private static HashSet<string> FilesOf(Vm vm) =>
        [.. new[] { vm.Definition, vm.Runtime?.Definition }.OfType<VmDefinition>()
            .SelectMany(definition => (IEnumerable<string?>)[.. definition.Disks.Select(disk => disk.Source?.HostPath()), definition.Boot.Kernel, definition.Boot.Initrd])
            .OfType<string>()];

    private static string HostArchitecture => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64";

    private static CatalogueImage? Find(IReadOnlyList<CatalogueImage> published, string name) =>
        published.FirstOrDefault(image => image.Name == name) ?? published.FirstOrDefault(image => image.Aliases?.Contains(name) == true);

    private static LodgeException Unpublished(string name, IReadOnlyList<CatalogueImage> published) => new(
        ErrorCode.ImageNotFound,
        $"Lodge knows no published image '{name}'.",
        Suggestion.For(name, published.Select(image => image.Name)) is { } near ? $"Did you mean '{near}'?" : "List them with 'lodge image list --available'.");

    private async Task<LodgeException> NotFoundAsync(string name, IReadOnlyList<ImageInfo> images, CancellationToken cancellationToken)
    {
        var published = await _catalogue.ListPublishedAsync(cancellationToken);
        var remedy = Buildable.Contains(name)
            ? $"Build it first: 'lodge image build {name}'."
            : Find(published, name) is { } one ? $"Pull it first: 'lodge image pull {one.Name}'."
            : Suggestion.For(name, [.. images.Select(image => image.Name), .. published.Select(image => image.Name)]) is { } near ? $"Did you mean '{near}'?"
            : "List the images with 'lodge image list'.";
        return new LodgeException(ErrorCode.ImageNotFound, $"There is no image '{name}' on this host.", remedy);
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9+.-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DebianWord();

    private sealed class Hold(SemaphoreSlim held) : IDisposable
    {
        public void Dispose() => held.Release();
    }
}
