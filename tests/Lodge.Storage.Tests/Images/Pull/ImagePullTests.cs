using System.Security.Cryptography;
using System.Text;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Images;
using Lodge.Storage.Tests.Support;
using Lodge.TestSupport.Images;

namespace Lodge.Storage.Tests.Images.Pull;

/// <summary>Pulling from servers that do well, and from those that do not.</summary>
public sealed class ImagePullTests : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lodge-pull-");
    private readonly ImageServer _first = new();
    private readonly ImageServer _second = new();
    private readonly ImageCatalogue _images;
    private byte[] _disk = [];

    public ImagePullTests() => _images = new ImageCatalogue(
        new ImageStorageOptions
        {
            ImagesFolder = Path.Combine(_root.FullName, "images"),
            CacheFolder = Path.Combine(_root.FullName, "cache"),
            DisksFolder = Path.Combine(_root.FullName, "disks"),
            StallTimeout = TimeSpan.FromSeconds(2),
            Retries = 2,
        },
        TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string PartFile => Path.Combine(_root.FullName, "cache", "downloads", "test+1-x86_64.part");

    public async ValueTask InitializeAsync()
    {
        _disk = await TestDisk.Qcow2Async(_root.FullName, Stop);
        _first.Files["disk.qcow2"] = _disk;
        _second.Files["disk.qcow2"] = _disk;
        _first.Files["SHA512SUMS"] = Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA512.HashData(_disk))}  disk.qcow2\n");
    }

    public async ValueTask DisposeAsync()
    {
        _images.Dispose();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _root.Delete(recursive: true);
    }

    [Fact]
    public async Task A_good_server_gives_an_image_with_a_read_only_disk_that_is_verified()
    {
        var steps = new List<double>();
        var image = await PullAsync(step => steps.Add(step ?? 0));

        Assert.Equal(("test/1", "tester"), (image.Name, image.User));
        Assert.Equal(_disk, await File.ReadAllBytesAsync(image.Disk!.Path, Stop));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_disk)), image.Disk.Sha256);
        Assert.Equal(TestDisk.VirtualSize, image.Disk.VirtualSize);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(image.Disk.Path) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        Assert.Equal($"sha512:{Convert.ToHexStringLower(SHA512.HashData(_disk))}", image.Origin!.Checksum);
        Assert.Equal(SignatureOutcome.None, image.Origin.Signature);
        Assert.Contains(1d, steps);
        Assert.False(File.Exists(PartFile));
        Assert.Equal("test/1", Assert.Single(await _images.ListAsync(Stop)).Name);
    }

    [Fact]
    public async Task An_image_that_is_here_as_published_is_not_downloaded_again()
    {
        await PullAsync();
        await PullAsync();

        Assert.Equal(["/SHA512SUMS", "/disk.qcow2", "/SHA512SUMS"], _first.Requests);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_gone_on_with_where_it_broke()
    {
        _first.CutAfter = _disk.Length / 3;

        await PullAsync();

        Assert.True(_first.Requests.Count(request => request.StartsWith("/disk.qcow2", StringComparison.Ordinal)) >= 3);
        Assert.Contains($"/disk.qcow2 {_disk.Length / 3}-", _first.Requests);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_left_for_the_next_which_sends_the_rest()
    {
        _first.SilentAfter = _disk.Length / 2;

        await PullAsync();

        Assert.Equal($"/disk.qcow2 {_disk.Length / 2}-", Assert.Single(_second.Requests));
    }

    [Fact]
    public async Task A_file_with_the_wrong_checksum_is_thrown_away_and_taken_from_the_next()
    {
        _first.Files["disk.qcow2"] = [.. _disk[..^1], (byte)(_disk[^1] ^ 1)];

        await PullAsync();

        Assert.Equal("/disk.qcow2", Assert.Single(_second.Requests));
    }

    [Fact]
    public async Task Wrong_checksums_everywhere_leave_nothing_behind()
    {
        _first.Files["disk.qcow2"] = _second.Files["disk.qcow2"] = new byte[1000];

        var refused = await Assert.ThrowsAsync<LodgeException>(() => PullAsync());

        Assert.Equal(ErrorCode.BadFile, refused.Error.Code);
        Assert.Contains("checksum", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await _images.ListAsync(Stop));
        Assert.False(File.Exists(PartFile));
    }

    [Fact]
    public async Task A_pull_that_failed_is_gone_on_with_by_the_next_and_shows_nothing_until_then()
    {
        _first.SilentAfter = _disk.Length / 2;
        _second.Files.Clear();
        var failed = await Assert.ThrowsAsync<LodgeException>(() => PullAsync());
        Assert.Equal(ErrorCode.Unreachable, failed.Error.Code);
        Assert.Contains("has sent nothing for 2 s", failed.Message, StringComparison.Ordinal);
        Assert.Empty(await _images.ListAsync(Stop));

        _first.SilentAfter = null;
        await PullAsync();

        Assert.Equal($"/disk.qcow2 {_disk.Length / 2}-", _first.Requests.Last());
    }

    [Fact]
    public async Task A_server_without_ranges_is_asked_for_all_of_it_again()
    {
        _first.SilentAfter = _disk.Length / 2;
        _second.KnowsRanges = false;

        var image = await PullAsync();

        Assert.Equal(_disk, await File.ReadAllBytesAsync(image.Disk!.Path, Stop));
    }

    [Fact]
    public async Task A_published_disk_that_rests_on_another_file_is_refused()
    {
        _first.Files["disk.qcow2"] = _second.Files["disk.qcow2"] = await TestDisk.OverlayOfAsync(_root.FullName, "/etc/hostname", Stop);
        _first.Files["SHA512SUMS"] = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA512.HashData(_first.Files["disk.qcow2"])));

        var refused = await Assert.ThrowsAsync<LodgeException>(() => PullAsync());

        Assert.Contains("rests on another file", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_root.FullName, "images", ".disks")));
    }

    private Task<ImageInfo> PullAsync(Action<double?>? report = null) =>
        _images.PullAsync(Published(), "x86_64", new Reports(report ?? (_ => { })), Stop);

    private CatalogueImage Published() => new()
    {
        Name = "test/1",
        Title = "A test",
        User = "tester",
        Architectures = new Dictionary<string, CatalogueDownload>
        {
            ["x86_64"] = new() { Urls = [_first.At("disk.qcow2"), _second.At("disk.qcow2")], Checksums = _first.At("SHA512SUMS"), Digest = DigestKind.Sha512 },
        },
    };

    private sealed class Reports(Action<double?> report) : IProgress<(double? Share, string Step)>
    {
        public void Report((double? Share, string Step) value) => report(value.Share);
    }
}
