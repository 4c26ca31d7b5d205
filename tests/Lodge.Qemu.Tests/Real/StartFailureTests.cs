using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Tests.Support;

namespace Lodge.Qemu.Tests.Real;

/// <summary>Starts that fail, each with an error to act on, and nothing left behind.</summary>
public class StartFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Image_locked_by_another_program_is_told_as_in_use()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest();
        using var other = LockByAnotherQemu(definition);
        try
        {
            var check = (await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(definition, Token))).Error;
            Assert.Equal(ErrorCode.ImageInUse, check.Code);
            await AssertFailsAsync(host, definition, ErrorCode.ImageInUse);
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }
    }

    [Fact]
    public async Task CPU_model_that_QEMU_lacks_is_refused_in_its_own_words()
    {
        await using var host = RealHost.Create();
        await AssertFailsAsync(host, host.Guest() with { Cpu = new() { Model = "nosuchcpu" } }, ErrorCode.Unsupported);
    }

    [Fact]
    public async Task Kernel_that_is_none_is_refused()
    {
        await using var host = RealHost.Create();
        var kernel = Path.Combine(host.Root, "kernel");
        File.WriteAllText(kernel, new string('x', 20_000));
        var definition = host.Guest() with { Boot = new() { Kernel = kernel } };
        var check = (await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(definition, Token))).Error;
        Assert.Equal(ErrorCode.BadFile, check.Code);
        await AssertFailsAsync(host, definition, ErrorCode.BadFile);
    }

    [Fact]
    public async Task QEMU_that_is_missing_is_named_with_what_to_install()
    {
        await using var host = RealHost.Create();
        using var watcher = new Linux.Processes.PidFdWatcher();
        using var backend = new QemuBackend(
            host.Options with { QemuBinary = "/nowhere/qemu" }, watcher, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var error = (await Assert.ThrowsAsync<LodgeException>(() => backend.Hypervisor.GetFactsAsync(Token))).Error;
        Assert.Equal(ErrorCode.HypervisorFailed, error.Code);
        Assert.Contains("apt install", error.Remedy);
        Assert.Contains("/nowhere/qemu", backend.HostInfo.Read().QemuProblem);
    }

    [Fact]
    public async Task QEMU_that_is_another_program_is_told_and_not_believed()
    {
        await using var host = RealHost.Create();
        using var watcher = new Linux.Processes.PidFdWatcher();
        using var backend = new QemuBackend(
            host.Options with { QemuBinary = "/bin/true" }, watcher, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var error = (await Assert.ThrowsAsync<LodgeException>(() => backend.Hypervisor.GetFactsAsync(Token))).Error;
        Assert.Equal(ErrorCode.HypervisorFailed, error.Code);
        Assert.Empty(Directory.GetDirectories(host.Options.RunFolder, "probe-*"));
    }

    [Fact]
    public async Task Lodge_launch_that_is_missing_is_told_and_nothing_left()
    {
        await using var host = RealHost.Create();
        using var watcher = new Linux.Processes.PidFdWatcher();
        using var backend = new QemuBackend(
            host.Options with { ShimPath = "/nowhere/lodge-launch" }, watcher, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        backend.Start(Token);
        var definition = host.Guest();
        var error = (await Assert.ThrowsAsync<LodgeException>(() => backend.Hypervisor.LaunchAsync(
            new VmLaunchRequest(definition, 1, RealHost.Intent(definition), null), Token))).Error;
        Assert.Equal(ErrorCode.HypervisorFailed, error.Code);
        Assert.Contains("lodge-launch", error.Message);
        Assert.False(Directory.Exists(host.RunFolderOf(definition)));
        Assert.Empty(host.Cgroups());
    }

    [Fact]
    public async Task Two_VMs_on_one_image_are_refused_even_when_they_start_at_once()
    {
        await using var host = RealHost.Create();
        var one = host.Guest();
        var other = one with { Id = Guid.CreateVersion7(), Name = "other" };
        var starts = new[] { one, other }.Select(async definition =>
        {
            try
            {
                return (Vm: await host.LaunchAsync(definition), Error: null);
            }
            catch (LodgeException refused)
            {
                return (Vm: (IVmProcess?)null, Error: (LodgeError?)refused.Error);
            }
        });
        var outcomes = await Task.WhenAll(starts);
        var winner = Assert.Single(outcomes, outcome => outcome.Vm is not null).Vm!;
        var error = Assert.Single(outcomes, outcome => outcome.Error is not null).Error!;
        Assert.Equal(ErrorCode.ImageInUse, error.Code);
        Assert.Contains($"'{winner.Runtime.Definition.Name}'", error.Message);
        await winner.QuitAsync(Token);
        await winner.DisposeAsync();

        await using var later = await host.LaunchAsync(other);
        await later.QuitAsync(Token);
    }

    [Fact]
    public async Task Checks_tell_every_trouble_at_once()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest() with
        {
            Accel = Accelerator.Tcg,
            Machine = new() { Version = "1.0" },
            Cpu = new() { Count = 4000 },
            Memory = new() { Size = ByteSize.FromGiB(1 << 20) },
            Boot = new() { Kernel = "/nowhere/vmlinuz" },
            Disks = [new() { Name = "vda", Format = DiskFormat.Raw, Source = new FileDiskSource { Path = "/nowhere/disk" } }],
        };
        var error = (await Assert.ThrowsAsync<LodgeException>(() => host.Hypervisor.CheckAsync(definition, Token))).Error;
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("4 reasons", error.Message);
        Assert.Contains("version '1.0'", error.Message);
        Assert.Contains("of memory", error.Message);
        Assert.Contains("'/nowhere/vmlinuz' (kernel) does not exist", error.Message);
        Assert.Contains("'/nowhere/disk' (disk 'vda') does not exist", error.Message);
        await host.Hypervisor.CheckAsync(host.Guest(), Token);
    }

    private static async Task AssertFailsAsync(RealHost host, VmDefinition definition, ErrorCode code)
    {
        var error = (await Assert.ThrowsAsync<LodgeException>(() => host.LaunchAsync(definition))).Error;
        Assert.Equal(code, error.Code);
        Assert.NotNull(error.Remedy);
        Assert.False(Directory.Exists(host.RunFolderOf(definition)));
        Assert.Empty(host.Cgroups());
        Assert.Empty(Recovery.MarkedProcesses.Find(Path.Combine(host.Options.RunFolder, "vms")));
    }

    private static System.Diagnostics.Process LockByAnotherQemu(VmDefinition definition)
    {
        var path = ((FileDiskSource)definition.Disks[0].Source!).Path;
        var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "qemu-system-x86_64",
            ["-M", "q35", "-accel", "tcg", "-S", "-nodefaults", "-display", "none", "-m", "64", "-drive", $"file={path},format=raw,if=virtio"]))!;
        while (!Linux.Files.ImageLock.Inspect(path).HasWriter && !process.HasExited)
        {
            Thread.Sleep(20);
        }

        return process;
    }
}
