using System.Diagnostics;
using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.BadInput;

/// <summary>Images, kernels and memory that the host does not have, or not for this VM.</summary>
public sealed class HostFilesTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private LodgedProcess Daemon => fixture.Daemon;

    [Theory]
    [InlineData("missing.raw", ErrorCode.FileNotFound, 3, "does not exist")]
    [InlineData(".", ErrorCode.BadFile, 1, "folder")]
    [InlineData("plain/disk.raw", ErrorCode.FileNotFound, 3, "does not exist")]
    public async Task Image_that_is_no_file_is_refused_at_definition_or_start(string path, ErrorCode code, int status, string word)
    {
        await File.WriteAllTextAsync(InRoot("plain"), "a file, no folder");
        var image = Path.GetFullPath(InRoot(path));

        await RefusedAtLaunchAsync(code, status, WithDisk("lost", image), image, word);
    }

    [Fact]
    public async Task Kernel_that_is_no_kernel_is_refused()
    {
        var kernel = InRoot("vmlinuz");
        await File.WriteAllTextAsync(kernel, new string('x', 10_000));

        await RefusedAtLaunchAsync(ErrorCode.BadFile, 1, new VmDefinition(boot: new() { Kernel = kernel }) { Name = "nokernel" }, kernel, "kernel");
    }

    [Fact]
    public async Task Memory_that_the_host_does_not_have_is_refused()
    {
        var definition = new VmDefinition(memory: new() { Size = ByteSize.FromMiB(10L << 20) }) { Name = "huge" };

        await RefusedAtLaunchAsync(ErrorCode.InsufficientResources, 7, definition, "memory", "this host has");
    }

    [Fact]
    public async Task Image_that_another_VM_writes_is_refused_with_its_name()
    {
        var image = Disk("shared.raw");
        using var client = Daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = WithDisk("owner", image), Start = true, Paused = true });
        await client.CreateVmAsync(new CreateVm { Definition = WithDisk("late", image) });

        var error = await Refused.ByApiAsync(Daemon, ErrorCode.ImageInUse, ask => ask.StartVmAsync("late"));

        Assert.Contains(image, error.Message, StringComparison.Ordinal);
        Assert.Contains("'owner'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'owner'", await Refused.ByCommandAsync(Daemon, 4, ["start", "late"]), StringComparison.Ordinal);
        await client.KillVmAsync("owner");
        Assert.Equal(VmState.Paused, (await client.StartVmAsync("late", new StartVm { Paused = true })).Status.State);
        await client.KillVmAsync("late");
    }

    [Fact]
    public async Task Image_that_a_program_outside_of_Lodge_holds_is_refused()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/qemu-io"), "qemu-io, which shall hold the image, is not installed");
        var image = Disk("held.raw");
        using var client = Daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = WithDisk("waits", image) });
        using (var holder = await HoldAsync(image))
        {
            var error = await Refused.ByApiAsync(Daemon, ErrorCode.ImageInUse, ask => ask.StartVmAsync("waits"));
            Assert.Contains(image, error.Message, StringComparison.Ordinal);
            Assert.Contains("another process", error.Message, StringComparison.Ordinal);
            await Refused.ByCommandAsync(Daemon, 4, ["start", "waits"]);
            holder.StandardInput.Close();
            await holder.WaitForExitAsync();
        }

        await client.StartVmAsync("waits", new StartVm { Paused = true });
        await client.KillVmAsync("waits");
    }

    // A VM that shall be created and started at once is not created when it cannot be started.
    private async Task RefusedAtLaunchAsync(ErrorCode code, int status, VmDefinition definition, params string[] words)
    {
        var error = await Refused.ByApiAsync(Daemon, code, client => client.CreateVmAsync(new CreateVm { Definition = definition, Start = true }));
        var json = global::System.Text.Json.JsonSerializer.Serialize(definition, ApiJson.Default.VmDefinition);
        var told = await Refused.ByCommandAsync(Daemon, status, ["define", "-", "--start"], json);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, told, StringComparison.Ordinal));
    }

    // An interactive qemu-io keeps the image open for writing until its input ends.
    private static async Task<Process> HoldAsync(string image)
    {
        var start = new ProcessStartInfo("/usr/bin/qemu-io", ["-f", "raw", image]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var holder = Process.Start(start)!;
        await holder.StandardInput.WriteLineAsync("length");
        await holder.StandardInput.FlushAsync();
        await holder.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return holder;
    }

    private static VmDefinition WithDisk(string name, string image) => new(
        memory: new() { Size = ByteSize.FromMiB(16) },
        disks: [new DiskDefinition { Source = new FileDiskSource { Path = image }, Format = DiskFormat.Raw }])
    {
        Name = name,
    };

    private string Disk(string name)
    {
        var path = InRoot(name);
        SerialGuest.WriteDisk(path);
        return path;
    }

    private string InRoot(string name) => Path.Combine(Daemon.Root, name);
}
