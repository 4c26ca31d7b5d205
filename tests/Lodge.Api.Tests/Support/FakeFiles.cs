using Lodge.Engine.Ports;
using Lodge.Model.Images;

namespace Lodge.Api.Tests.Support;

/// <summary>Console logs and images.</summary>
internal sealed class FakeFiles : IConsoleLogs, IImageCatalogue
{
    private static readonly ImageInfo Tiny = new("tiny", "A tiny guest.", "/k", "/i", "console=ttyS0", 1, 2, DateTimeOffset.UnixEpoch);

    public byte[]? ConsoleLog { get; set; }

    public byte[]? QemuLog { get; set; }

    public Stream? OpenConsole(Guid vmId) => ConsoleLog is null ? null : new MemoryStream(ConsoleLog);

    public Stream? OpenQemu(Guid vmId) => QemuLog is null ? null : new NoSeek(QemuLog);

    public byte[] ReadConsoleTail(Guid vmId, int bytes) => ConsoleLog ?? [];

    public void Rotate()
    {
    }

    public Task<IReadOnlyList<ImageInfo>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ImageInfo>>([Tiny]);

    public Task<ImageInfo> BuildAsync(string name, IProgress<(double? Share, string Step)> progress, CancellationToken cancellationToken)
    {
        progress.Report((0.5, "packing"));
        return Task.FromResult(Tiny);
    }

    private sealed class NoSeek(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
