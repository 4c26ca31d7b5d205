using System.Diagnostics;
using System.Text.Json.Nodes;
using Lodge.Engine.Ports;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Tests.Planning;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Qmp;

namespace Lodge.Qemu.Tests.Processes;

/// <summary>Against a faked monitor, which can be as odd as no real QEMU would be on demand.</summary>
public class QemuVmProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_come_in_order_and_the_end_of_the_process_last()
    {
        await using var fake = await FakeVm.StartAsync();
        await fake.Vm.ResumeAsync(Token);
        await fake.Vm.PauseAsync(Token);
        await fake.Monitor.Machine.ShutDownFromInsideAsync();
        fake.Sleep.Signal(Signals.Kill);
        fake.Monitor.HangUp();

        var events = await fake.Vm.AllAsync();
        Assert.Equal(
            [typeof(GuestResumed), typeof(GuestPaused), typeof(GuestPoweredOff), typeof(GuestPaused), typeof(ProcessExited)],
            events.Select(happened => happened.GetType()));
        Assert.StartsWith("QEMU was killed by signal 9", ((ProcessExited)events[^1]).Detail);
    }

    [Fact]
    public async Task QEMU_that_does_not_answer_quit_is_killed_after_a_moment()
    {
        await using var fake = await FakeVm.StartAsync();
        fake.Monitor.On("quit", FakeAnswer.Silence);
        var begun = Stopwatch.GetTimestamp();
        await fake.Vm.QuitAsync(Token);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(10));
        Assert.True(fake.Vm.Exited.IsCompleted);
        Assert.False(Directory.Exists(fake.Folders.Of(fake.Definition.Id).RunFolder));
    }

    [Fact]
    public async Task QEMU_that_says_yes_to_quit_and_stays_is_killed_after_a_moment()
    {
        await using var fake = await FakeVm.StartAsync();
        fake.Monitor.On("quit", FakeAnswer.Done);
        await fake.Vm.QuitAsync(Token);
        Assert.True(fake.Vm.Exited.IsCompleted);
        Assert.True(Assert.IsType<ProcessExited>((await fake.Vm.AllAsync())[^1]).Asked);
    }

    [Fact]
    public async Task Quit_from_many_sides_ends_it_once()
    {
        await using var fake = await FakeVm.StartAsync();
        fake.Monitor.On("quit", FakeAnswer.Done);
        fake.Sleep.Signal(Signals.Kill);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => fake.Vm.QuitAsync(Token)));
        fake.Vm.WriteIntent(RealHost.Intent(fake.Definition));
        Assert.False(Directory.Exists(fake.Folders.Of(fake.Definition.Id).RunFolder));
    }

    [Fact]
    public async Task Broken_connection_is_made_anew_and_what_was_missed_is_told()
    {
        await using var fake = await FakeVm.StartAsync();
        await fake.Vm.ResumeAsync(Token);
        await fake.Vm.NextAsync<GuestResumed>();
        fake.Monitor.HangUp();
        await fake.Monitor.Machine.ShutDownFromInsideAsync();
        await fake.Vm.NextAsync<ControlLost>();
        Assert.Contains("anew", (await fake.Vm.NextAsync<GuestPoweredOff>()).Detail);
        Assert.Equal(GuestRunState.PoweredOff, await fake.Vm.QueryStateAsync(Token));
    }

    [Fact]
    public async Task Process_that_goes_away_amid_a_command_is_a_clean_error()
    {
        await using var fake = await FakeVm.StartAsync();
        fake.Monitor.On("stop", async _ =>
        {
            fake.Sleep.Signal(Signals.Kill);
            await fake.Sleep.WaitForExitAsync();
            return FakeAnswer.HangUp;
        });
        var error = (await Assert.ThrowsAsync<LodgeException>(() => fake.Vm.PauseAsync(Token))).Error;
        Assert.Equal(ErrorCode.HypervisorFailed, error.Code);
        Assert.Contains("ended while 'stop' was under way", error.Message);
    }

    [Fact]
    public async Task Refusal_of_QEMU_is_repeated_in_its_words()
    {
        await using var fake = await FakeVm.StartAsync();
        fake.Monitor.On("cont", FakeAnswer.Error("Resetting the Virtual Machine is required"));
        var error = (await Assert.ThrowsAsync<LodgeException>(() => fake.Vm.ResumeAsync(Token))).Error;
        Assert.Contains("Resetting the Virtual Machine is required", error.Message);
    }

    [Fact]
    public async Task Disks_and_memory_are_worked_on_by_the_names_that_QEMU_knows()
    {
        await using var fake = await FakeVm.StartAsync();
        var asked = new List<string>();
        foreach (var command in new[] { "block_resize", "block-set-write-threshold", "calc-dirty-rate", "human-monitor-command" })
        {
            fake.Monitor.On(command, request =>
            {
                asked.Add(request.Arguments.ToJsonString());
                return ValueTask.FromResult(command[0] == 'h' ? FakeAnswer.Return("00001000: 0x2a\r\n") : FakeAnswer.Done);
            });
        }

        var disk = new DiskDefinition { Name = "vda", Alias = "virtio-disk0" };
        await fake.Vm.Disks.ResizeAsync(disk, 1000, Token);
        await fake.Vm.Disks.MarkAsync(disk, 1000, Token);
        await fake.Vm.Memory.MeasureDirtyRateAsync(2, DirtyRateMethod.DirtyBitmap, Token);
        Assert.Equal([42], await fake.Vm.Memory.PeekAsync(0x1000, 1, isVirtual: true, Token));

        Assert.Equal(
            [
                """{"node-name":"virtio-disk0-image","size":1024}""",
                """{"node-name":"virtio-disk0-image-file","write-threshold":1000}""",
                """{"calc-time":2,"mode":"dirty-bitmap"}""",
                """{"command-line":"x /1xb 0x1000"}""",
            ],
            asked);
    }

    [Fact]
    public async Task Reset_lifts_the_reboot_policy_and_puts_it_back_once_the_guest_has_run_a_while()
    {
        await using var fake = await FakeVm.StartAsync(definition: PlanCases.Vm() with { OnReboot = LifecycleAction.Destroy });
        await fake.Vm.ResetAsync(Token);
        Assert.Equal(["reset"], Actions(fake));
        await fake.Vm.ResumeAsync(Token);
        await Task.Delay(Qemu.Processes.ResetButton.FirmwareTime + TimeSpan.FromSeconds(1), Token);
        Assert.Equal(["reset", "shutdown"], Actions(fake));
    }

    [Fact]
    public async Task Full_disk_makes_the_save_fail_with_a_remedy_and_no_file()
    {
        await using var fake = await FakeVm.StartAsync();
        fake.Monitor.On("migrate", FakeAnswer.Done);
        fake.Monitor.On("query-migrate", FakeAnswer.Return(new JsonObject { ["status"] = "failed", ["error-desc"] = "Unable to write: No space left on device" }));
        var path = Path.Combine(fake.Folders.Of(fake.Definition.Id).RunFolder, "x.save");
        var header = new SavedStateHeader
        {
            Definition = fake.Definition, WasPaused = false, SavedAt = DateTimeOffset.UtcNow, QemuVersion = "7.2.22", MachineName = "pc-q35-7.2",
        };
        var error = (await Assert.ThrowsAsync<LodgeException>(
            () => fake.Vm.SaveAsync(path, header, new Progress<double>(), Token))).Error;
        Assert.Equal(ErrorCode.InsufficientResources, error.Code);
        Assert.Contains("Make room", error.Remedy);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.save*"));
    }

    private static IEnumerable<string?> Actions(FakeVm fake) => fake.Monitor.Requests
        .Where(request => request.Command == "set-action")
        .Select(request => request.Arguments["reboot"]?.GetValue<string>());
}
