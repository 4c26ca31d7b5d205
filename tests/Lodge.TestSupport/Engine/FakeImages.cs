using Lodge.Engine.Ports;
using Lodge.Model.Images;

namespace Lodge.TestSupport.Engine;

internal sealed class FakeImages : IImageCatalogue
{
    private static readonly ImageInfo Tiny = new("tiny", "a fake", "/k", "/i", null, 0, 1 << 20, DateTimeOffset.UnixEpoch);

    private static readonly CatalogueImage Published = new()
    {
        Name = "debian/13",
        Title = "Debian 13 (trixie)",
        Aliases = ["debian/trixie"],
        User = "debian",
        Architectures = new Dictionary<string, CatalogueDownload> { ["x86_64"] = new() { Urls = [new Uri("http://localhost/debian.qcow2")] } },
    };

    public Task<IReadOnlyList<ImageInfo>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ImageInfo>>([Tiny]);

    public Task<IReadOnlyList<CatalogueImage>> ListPublishedAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CatalogueImage>>([Published]);

    public Task<ImageInfo> PullAsync(
        CatalogueImage image, string architecture, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken) =>
        Task.FromResult(Tiny with { Name = image.Name, Architecture = architecture });

    public Task<ImageInfo> ImportAsync(ImageImport request, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken) =>
        Task.FromResult(Tiny with { Name = request.Name });

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlySet<string>> FindDependentsAsync(string file, IReadOnlyCollection<string> disks, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<string>>(disks.Where(disk => disk == file).ToHashSet());

    public Task<ImageInfo> BuildAsync(ImageBuild build, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        progress.Report((0.5, "packing"));
        return Task.FromResult(Tiny with { Name = build.Name });
    }
}
