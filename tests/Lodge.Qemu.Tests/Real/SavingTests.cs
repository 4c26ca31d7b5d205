using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>Saving a real guest's memory and going on from it.</summary>
public class SavingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FirmwareType.Bios)]
    [InlineData(FirmwareType.Uefi)]
    public async Task Saved_guest_goes_on_with_the_memory_it_had(FirmwareType firmware)
    {
        await using var host = RealHost.Create();
        var definition = host.Guest() with { Boot = new() { Firmware = firmware } };
        Assert.SkipWhen(
            firmware == FirmwareType.Uefi && (await host.Hypervisor.GetFactsAsync(Token)).Firmware.Count == 0, "no UEFI firmware is installed");
        var path = host.Backend.SavedStates.ManagedPath(definition.Id);
        var shares = new List<double>();
        await using (var vm = await host.LaunchAsync(definition))
        {
            using var serial = await Serial.ConnectAsync(vm);
            await vm.ResumeAsync(Token);
            if (firmware == FirmwareType.Bios)
            {
                await serial.ExpectAsync(SerialGuest.Greeting);
                await serial.SayAsync("++");
                await serial.ExpectAsync("2");
            }

            await vm.PauseAsync(Token);
            await vm.SaveAsync(path, HeaderOf(vm), new Listed(shares), Token);
            await vm.QuitAsync(Token);
        }

        Assert.Equal(definition.Id, Assert.Single(host.Backend.SavedStates.ListManaged()));
        Assert.Equal(definition.Name, (await host.Backend.SavedStates.ReadHeaderAsync(path, Token)).Definition.Name);
        Assert.All(shares, share => Assert.InRange(share, 0, 1));

        await using var restored = await host.LaunchAsync(definition, path);
        Assert.Equal(GuestRunState.Paused, await restored.QueryStateAsync(Token));
        Assert.Equal("TCG, as the saved state asks for it.", restored.Runtime.AccelReason);
        await restored.ResumeAsync(Token);
        if (firmware == FirmwareType.Bios)
        {
            using var serial = await Serial.ConnectAsync(restored);
            await serial.SayAsync("+");
            await serial.ExpectAsync("3");
        }

        Assert.Equal(GuestRunState.Running, await restored.QueryStateAsync(Token));
        await restored.QuitAsync(Token);
    }

    [Fact]
    public async Task Save_that_is_cancelled_or_has_no_folder_leaves_no_file_and_a_guest_that_goes_on()
    {
        await using var host = RealHost.Create();
        await using var vm = await host.LaunchAsync(host.Guest());
        using var serial = await Serial.ConnectAsync(vm);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(SerialGuest.Greeting);
        await vm.PauseAsync(Token);

        var path = Path.Combine(host.Root, "x.save");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => vm.SaveAsync(path, HeaderOf(vm), new Listed([]), cancelled.Token));
        Assert.Empty(Directory.GetFiles(host.Root, "x.save*"));

        var missing = await Assert.ThrowsAsync<LodgeException>(
            () => vm.SaveAsync(Path.Combine(host.Root, "nowhere", "x.save"), HeaderOf(vm), new Listed([]), Token));
        Assert.Equal(ErrorCode.StorageFailed, missing.Error.Code);

        await vm.ResumeAsync(Token);
        await serial.SayAsync("z");
        await serial.ExpectAsync("z");
        await vm.PauseAsync(Token);
        await vm.SaveAsync(path, HeaderOf(vm), new Listed([]), Token);
        Assert.True(File.Exists(path));
        await vm.AbandonSaveAsync(path, Token);
        await vm.ResumeAsync(Token);
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task Save_to_a_full_disk_leaves_no_file_and_a_guest_that_goes_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount a small file system");
        await using var host = RealHost.Create();
        var small = Directory.CreateDirectory(Path.Combine(host.Root, "small")).FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", small);
        try
        {
            await using var vm = await host.LaunchAsync(host.Guest());
            using var serial = await Serial.ConnectAsync(vm);
            await vm.ResumeAsync(Token);
            await serial.ExpectAsync(SerialGuest.Greeting);
            await vm.PauseAsync(Token);
            var error = (await Assert.ThrowsAsync<LodgeException>(
                () => vm.SaveAsync(Path.Combine(small, "x.save"), HeaderOf(vm), new Listed([]), Token))).Error;
            Assert.Equal(ErrorCode.InsufficientResources, error.Code);
            Assert.Empty(Directory.GetFiles(small));

            await vm.ResumeAsync(Token);
            await serial.SayAsync("z");
            await serial.ExpectAsync("z");
            await vm.QuitAsync(Token);
        }
        finally
        {
            Run("umount", small);
        }
    }

    [Fact]
    public async Task Damaged_state_is_refused_with_QEMUs_own_words_and_nothing_left()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest();
        var path = Path.Combine(host.Root, "x.save");
        await using (var vm = await host.LaunchAsync(definition))
        {
            await vm.SaveAsync(path, HeaderOf(vm), new Listed([]), Token);
            await vm.QuitAsync(Token);
        }

        using (var file = File.OpenWrite(path))
        {
            file.Position = 4096;
            file.Write("this is no migration stream"u8);
        }

        var error = (await Assert.ThrowsAsync<LodgeException>(() => host.LaunchAsync(definition, path))).Error;
        Assert.Equal(ErrorCode.BadFile, error.Code);
        Assert.Contains("migration", error.Message);
        Assert.False(Directory.Exists(host.RunFolderOf(definition)));
        Assert.Empty(host.Cgroups());
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    internal static SavedStateHeader HeaderOf(IVmProcess vm) => new()
    {
        Definition = vm.Runtime.Definition,
        WasPaused = false,
        SavedAt = DateTimeOffset.UtcNow,
        QemuVersion = vm.Runtime.QemuVersion,
        MachineName = vm.Runtime.MachineName,
    };

    private sealed class Listed(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }
}
