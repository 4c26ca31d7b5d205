using Lodge.Engine.Ports;
using Lodge.Model.Images;

namespace Lodge.TestSupport.Engine;

internal sealed class FakeImages : IImageCatalogue
{
    private static readonly ImageInfo Tiny = new("tiny", "a fake", "/k", "/i", null, 0, 1 << 20, DateTimeOffset.UnixEpoch);

    public Task<IReadOnlyList<ImageInfo>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ImageInfo>>([Tiny]);

    public Task<ImageInfo> BuildAsync(string name, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        progress.Report((0.5, "packing"));
        return Task.FromResult(Tiny with { Name = name });
    }
}
