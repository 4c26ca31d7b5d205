using System.Security.Cryptography;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Images;
using Lodge.Storage.Tests.Support;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Tests.Images;

public sealed class ImageImportTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lodge-import-");
    private readonly ImageCatalogue _images;

    public ImageImportTests() => _images = new ImageCatalogue(
        new ImageStorageOptions
        {
            ImagesFolder = Path.Combine(_root.FullName, "images"),
            CacheFolder = Path.Combine(_root.FullName, "cache"),
            DisksFolder = Path.Combine(_root.FullName, "disks"),
        },
        TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Disks => Path.Combine(_root.FullName, "images", ".disks");

    public void Dispose()
    {
        _images.Dispose();
        _root.Delete(recursive: true);
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("qcow2")]
    [InlineData("vmdk")]
    [InlineData("vhdx")]
    [InlineData("vdi")]
    public async Task A_disk_of_each_format_becomes_qcow2_with_the_same_content(string format)
    {
        var file = await TestDisk.ConvertedAsync(_root.FullName, format, Stop);

        var image = await ImportAsync(file, "mine");

        Assert.Equal(TestDisk.VirtualSize, image.Disk!.VirtualSize);
        await HostTool.QemuImg.DemandAsync("compare", ["compare", "-q", "-f", format, "-F", "qcow2", file, image.Disk.Path], "/", Stop);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(image.Disk.Path, Stop))), image.Disk.Sha256);
    }

    [Fact]
    public async Task The_same_disk_under_two_names_is_there_once_and_goes_with_the_last()
    {
        var file = await TestDisk.ConvertedAsync(_root.FullName, "qcow2", Stop);
        await ImportAsync(file, "a/one");
        await ImportAsync(file, "a/two");
        Assert.Single(Directory.GetFiles(Disks));

        await _images.DeleteAsync("a/one", Stop);
        Assert.Single(Directory.GetFiles(Disks));
        await _images.DeleteAsync("a/two", Stop);
        Assert.Empty(Directory.GetFiles(Disks));
    }

    [Fact]
    public async Task A_raw_disk_that_begins_like_qcow2_is_refused_unless_the_format_is_said()
    {
        var file = Path.Combine(_root.FullName, "lie.raw");
        await File.WriteAllBytesAsync(file, await TestDisk.OverlayOfAsync(_root.FullName, "/etc/hostname", Stop), Stop);

        var refused = await Assert.ThrowsAsync<LodgeException>(() => ImportAsync(file, "lie"));
        Assert.Contains("begins as qcow2", refused.Message, StringComparison.Ordinal);

        var taken = await ImportAsync(file, "lie", ImportFormat.Raw);
        await HostTool.QemuImg.DemandAsync("compare", ["compare", "-q", "-f", "raw", "-F", "qcow2", file, taken.Disk!.Path], "/", Stop);
    }

    [Theory]
    [InlineData("backing", "rests on another file")]
    [InlineData("cut", "damaged or cut off")]
    [InlineData("descriptor", "begins as something that is no disk")]
    [InlineData("nonsense", "begins as plain bytes")]
    [InlineData("missing", "There is no file")]
    [InlineData("unnamed", "does not tell the format")]
    public async Task What_is_not_one_whole_disk_is_refused_and_nothing_stays(string flaw, string message)
    {
        var file = await FlawedAsync(flaw);

        var refused = await Assert.ThrowsAsync<LodgeException>(() => ImportAsync(file, "bad"));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await _images.ListAsync(Stop));
        Assert.Empty(Directory.Exists(Disks) ? Directory.GetFiles(Disks) : []);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        var file = await TestDisk.ConvertedAsync(_root.FullName, "qcow2", Stop);
        await ImportAsync(file, "one");

        var refused = await Assert.ThrowsAsync<LodgeException>(() => ImportAsync(file, "one"));

        Assert.Equal(ErrorCode.InvalidState, refused.Error.Code);
    }

    private async Task<string> FlawedAsync(string flaw)
    {
        var path = Path.Combine(_root.FullName, flaw == "descriptor" ? "bad.vmdk" : flaw == "unnamed" ? "bad" : "bad.qcow2");
        var whole = await TestDisk.Qcow2Async(_root.FullName, Stop);
        var content = flaw switch
        {
            "backing" => await TestDisk.OverlayOfAsync(_root.FullName, "/etc/shadow", Stop),
            "cut" => whole[..(whole.Length / 4)],
            "descriptor" => "# Disk DescriptorFile\nversion=1\nRW 2048 FLAT \"/etc/shadow\" 0\n"u8.ToArray(),
            "missing" => null,
            _ => new byte[4096],
        };
        if (content is not null)
        {
            await File.WriteAllBytesAsync(path, content, Stop);
        }

        return path;
    }

    private Task<ImageInfo> ImportAsync(string file, string name, ImportFormat? format = null) =>
        _images.ImportAsync(new ImageImport(file, name, format, new ImportDetails()), new NoProgress(), Stop);

    private sealed class NoProgress : IProgress<(double? Share, string Step)>
    {
        public void Report((double? Share, string Step) value)
        {
        }
    }
}
