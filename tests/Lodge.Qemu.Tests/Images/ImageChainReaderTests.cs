using System.Diagnostics;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Images;

namespace Lodge.Qemu.Tests.Images;

/// <summary>Against images that qemu-img makes.</summary>
public sealed class ImageChainReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-images-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Chain_is_found_through_relative_and_absolute_names()
    {
        QemuImg("create", "-f", "raw", "base.raw", "1M");
        QemuImg("create", "-f", "qcow2", "-b", At("base.raw"), "-F", "raw", "middle.qcow2");
        QemuImg("create", "-f", "qcow2", "-b", "middle.qcow2", "-F", "qcow2", "top.qcow2");

        Assert.Equal(DiskFormat.Qcow2, await ImageChainReader.DetectFormatAsync(At("top.qcow2"), "disk", Token));
        Assert.Equal(DiskFormat.Raw, await ImageChainReader.DetectFormatAsync(At("base.raw"), "disk", Token));
        var chain = await ReadAsync("top.qcow2");
        Assert.Equal(
            [(At("top.qcow2"), DiskFormat.Qcow2), (At("middle.qcow2"), DiskFormat.Qcow2), (At("base.raw"), DiskFormat.Raw)],
            chain.Layers.Select(layer => (layer.Path, layer.Format)));
    }

    [Fact]
    public async Task Raw_base_with_a_qcow2_header_in_it_stays_raw()
    {
        QemuImg("create", "-f", "qcow2", "evil.qcow2", "1M");
        QemuImg("create", "-u", "-f", "qcow2", "-b", "evil.qcow2", "-F", "raw", "top.qcow2", "1M");
        Assert.Equal(DiskFormat.Raw, (await ReadAsync("top.qcow2")).Layers[^1].Format);
        Assert.Equal(DiskFormat.Raw, Assert.Single((await ReadAsync("evil.qcow2", DiskFormat.Raw)).Layers).Format);
    }

    [Fact]
    public async Task Circle_of_backing_files_is_refused()
    {
        QemuImg("create", "-u", "-f", "qcow2", "-b", "b.qcow2", "-F", "qcow2", "a.qcow2", "1M");
        QemuImg("create", "-u", "-f", "qcow2", "-b", "a.qcow2", "-F", "qcow2", "b.qcow2", "1M");
        await AssertRefusedAsync("a.qcow2", ErrorCode.BadFile, "circle");
    }

    [Fact]
    public async Task Chain_too_deep_is_refused()
    {
        QemuImg("create", "-f", "qcow2", "0.qcow2", "1M");
        for (var i = 1; i <= 64; i++)
        {
            File.Copy(At("0.qcow2"), At($"{i}.qcow2"));
            QemuImg("rebase", "-u", "-f", "qcow2", "-b", $"{i - 1}.qcow2", "-F", "qcow2", $"{i}.qcow2");
        }

        Assert.Equal(64, (await ReadAsync("63.qcow2")).Layers.Count);
        await AssertRefusedAsync("64.qcow2", ErrorCode.BadFile, "64 deep");
    }

    [Theory]
    [InlineData("nbd://host/x", "raw", ErrorCode.BadFile, "not a file of this host")]
    [InlineData("json:{}", "raw", ErrorCode.BadFile, "not a file of this host")]
    [InlineData("gone.raw", "raw", ErrorCode.FileNotFound, "does not exist")]
    [InlineData("/etc/hostname", "vmdk", ErrorCode.BadFile, "'vmdk'")]
    public async Task Backing_file_that_cannot_be_one_is_refused(string backing, string format, ErrorCode code, string words)
    {
        QemuImg("create", "-u", "-f", "qcow2", "-b", backing, "-F", format, "top.qcow2", "1M");
        await AssertRefusedAsync("top.qcow2", code, words);
    }

    [Fact]
    public async Task Wrong_kinds_of_files_are_refused()
    {
        await AssertRefusedAsync("missing", ErrorCode.FileNotFound, "does not exist");
        Directory.CreateDirectory(At("folder"));
        await AssertRefusedAsync("folder", ErrorCode.BadFile, "a folder");
        File.WriteAllText(At("text"), "just text");
        await AssertRefusedAsync("text", ErrorCode.BadFile, "no sound qcow2");
        QemuImg("create", "-f", "vmdk", "x.vmdk", "1M");
        var error = (await Assert.ThrowsAsync<LodgeException>(
            () => ImageChainReader.DetectFormatAsync(At("x.vmdk"), "disk", Token))).Error;
        Assert.Contains("qemu-img convert -f vmdk", error.Remedy);
    }

    private Task<ImageChain> ReadAsync(string name, DiskFormat format = DiskFormat.Qcow2) =>
        ImageChainReader.ReadAsync(At(name), format, "disk 'vda'", Token);

    private async Task AssertRefusedAsync(string name, ErrorCode code, string words)
    {
        var error = (await Assert.ThrowsAsync<LodgeException>(() => ReadAsync(name))).Error;
        Assert.Equal(code, error.Code);
        Assert.Contains(words, error.Message);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void QemuImg(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/qemu-img"), "qemu-img is not installed");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/qemu-img", arguments)
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
