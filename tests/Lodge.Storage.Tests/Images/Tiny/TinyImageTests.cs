using System.Diagnostics;
using System.Text;
using Lodge.Storage.Images;
using Lodge.Storage.Images.Tiny;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Tests.Images.Tiny;

/// <summary>The tiny image from Debian's packages, which the first run downloads, and its guest under QEMU.</summary>
public sealed class TinyImageTests(BuiltTinyImage built) : IClassFixture<BuiltTinyImage>, IDisposable
{
    private const long MiB = 1024 * 1024;
    private const string ChildVariable = "LODGE_TEST_ORDINARY_USER";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lodge-tiny-guest-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Unchanged_image_is_kept_and_a_damaged_one_built_again_with_the_same_bytes()
    {
        var first = built.Image;

        var kept = await BuiltTinyImage.BuildAsync(built.Request);
        await File.AppendAllTextAsync(first.InitrdPath, "damage", Stop);
        var again = await BuiltTinyImage.BuildAsync(built.Request);

        Assert.True(kept.Reused);
        Assert.False(again.Reused);
        Assert.Equal(first.Manifest.Files, again.Manifest.Files);
        Assert.Equal(
            ["image.json", "initrd.img", "vmlinuz"],
            Directory.EnumerateFileSystemEntries(again.Folder).Select(Path.GetFileName).Order());
        Assert.All(again.Manifest.Files, file => Assert.Equal(file.Size, new FileInfo(Path.Combine(again.Folder, file.Name)).Length));
    }

    [Fact]
    public async Task Image_is_built_by_an_ordinary_user()
    {
        _ = built.Image;
        if (!Environment.IsPrivilegedProcess)
        {
            var image = await BuiltTinyImage.BuildAsync(built.Request with { Rebuild = true });
            Assert.False(image.Reused);
            return;
        }

        Assert.SkipWhen(Environment.GetEnvironmentVariable(ChildVariable) == "1", "setpriv left the child its rights");
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv is not installed");
        var (exitCode, output) = await RunThisTestAsNobodyAsync();
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Guest_comes_up_with_an_address_keeps_data_on_its_disk_and_obeys_the_power_button()
    {
        var image = built.Image;
        Assert.SkipUnless(File.Exists("/usr/bin/qemu-system-x86_64"), "qemu-system-x86 is not installed");
        var disk = Path.Combine(_folder.FullName, "disk.raw");
        await using (var file = File.Create(disk))
        {
            file.SetLength(8 * MiB);
        }

        await using (var guest = await SerialGuest.StartAsync(image, _folder.FullName, disk, Stop))
        {
            var up = await guest.WaitForAsync("lodge-tiny: up", Stop);
            Assert.Matches(@"^lodge-tiny: up, probe, kernel \d\S+, address 10\.0\.2\.15/24, \d+\.\d+ s$", up);

            await guest.WaitForAsync("tiny-help", Stop);
            await guest.TypeAsync("shell=same", Stop);
            await Task.Delay(TimeSpan.FromSeconds(2), Stop);
            await guest.TypeAsync("echo $shell-shell", Stop);
            await guest.WaitForAsync("same-shell", Stop);

            await guest.TypeAsync("disk-write it was here; disk-read", Stop);
            Assert.Equal("disk-write: /dev/vda has 11 bytes", await guest.WaitForAsync("disk-write: ", Stop));
            Assert.Equal("disk-read: it was here", await guest.WaitForAsync("disk-read: ", Stop));

            await guest.PressPowerButtonAsync(Stop);
            await guest.WaitForAsync("lodge-tiny: powering off", Stop);
            await guest.WaitForExitAsync(Stop);
        }

        await using var written = File.OpenRead(disk);
        written.Position = MiB;
        var text = new byte[11];
        await written.ReadExactlyAsync(text, Stop);
        Assert.Equal("it was here", Encoding.UTF8.GetString(text));
    }

    [Fact]
    public async Task Scripts_of_the_guest_are_valid_shell()
    {
        foreach (var (path, content) in GuestFiles.All.Where(file => GuestFiles.IsProgram(file.Content)))
        {
            var script = Path.Combine(_folder.FullName, "script");
            await File.WriteAllBytesAsync(script, content, Stop);
            var result = await new HostTool("sh", "dash").RunAsync(["-n", script], "/", Stop);
            Assert.True(result.ExitCode == 0, $"{path}: {result.Errors}");
        }
    }

    private async Task<(int ExitCode, string Output)> RunThisTestAsNobodyAsync()
    {
        const int Nobody = 65534;
        var home = _folder.CreateSubdirectory("home");
        foreach (var folder in (DirectoryInfo[])[_folder, home])
        {
            folder.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        }

        var start = new ProcessStartInfo("setpriv",
        [
            $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--inh-caps=-all", "--no-new-privs",
            Environment.ProcessPath!, "--results-directory", home.FullName, "--filter-method", $"*.{nameof(Image_is_built_by_an_ordinary_user)}",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.FullName,
        };
        start.Environment["HOME"] = start.Environment["TMPDIR"] = start.Environment["DOTNET_CLI_HOME"] = home.FullName;
        start.Environment["LODGE_TEST_PACKAGES"] = BuiltTinyImage.Cache;
        start.Environment[ChildVariable] = "1";
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync(Stop);
        var output = await child.StandardOutput.ReadToEndAsync(Stop);
        await child.WaitForExitAsync(Stop);
        return (child.ExitCode, output + await errors);
    }
}
