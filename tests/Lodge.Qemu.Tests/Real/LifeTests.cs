using Lodge.Engine.Ports;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.Qemu.Tests.Real;

/// <summary>A real QEMU from its start to its end.</summary>
public class LifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guest_starts_pauses_goes_on_and_is_ended_without_leaving_anything()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest() with { Graphics = [new()], Nics = [new() { Mac = "52:54:00:00:00:01" }] };
        await using var vm = await host.LaunchAsync(definition);
        Assert.Equal(GuestRunState.NotStarted, await vm.QueryStateAsync(Token));
        Assert.Equal("pc-q35-7.2", vm.Runtime.MachineName);

        using var serial = await Serial.ConnectAsync(vm);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(SerialGuest.Greeting);
        await vm.PauseAsync(Token);
        Assert.Equal(GuestRunState.Paused, await vm.QueryStateAsync(Token));
        await vm.ResumeAsync(Token);
        await serial.SayAsync("x");
        await serial.ExpectAsync("x");
        Assert.Equal("RFB 003.008\n", await ReadVncAsync(vm.Runtime.Displays![0].Socket!));
        Assert.Equal(Environment.IsPrivilegedProcess, host.Cgroups().Count > 0);

        await vm.QuitAsync(Token);
        Assert.True(vm.Exited.IsCompleted);
        Assert.False(Directory.Exists(host.RunFolderOf(definition)));
        Assert.Empty(host.Cgroups());
        Assert.Equal(new ProcessExited(true, "QEMU ended with exit status 0", []), (await vm.AllAsync())[^1], SameExit);
        Assert.Contains(SerialGuest.Greeting, ReadAll(host.Backend.ConsoleLogs.OpenConsole(definition.Id)));
        Assert.Single(ReadAll(host.Backend.ConsoleLogs.OpenQemu(definition.Id)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Guest_that_powers_off_keeps_its_QEMU_until_it_is_reset_or_ended()
    {
        await using var host = RealHost.Create();
        await using var vm = await host.LaunchAsync(host.Guest());
        using var serial = await Serial.ConnectAsync(vm);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(SerialGuest.Greeting);
        await vm.PowerDownAsync(Token);
        Assert.Equal("guest-shutdown", (await vm.NextAsync<GuestPoweredOff>()).Detail);
        Assert.Equal(GuestRunState.PoweredOff, await vm.QueryStateAsync(Token));

        await vm.ResetAsync(Token);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(SerialGuest.Greeting);
        Assert.False((await vm.NextAsync<GuestReset>()).ByGuest);
        await Task.Delay(ResetButton.FirmwareTime, Token);
        await serial.SayAsync("r");
        Assert.True((await vm.NextAsync<GuestReset>()).ByGuest);
        await serial.ExpectAsync(SerialGuest.Greeting);
        await vm.QuitAsync(Token);
    }

    [Theory]
    [InlineData(MachineType.Q35)]
    [InlineData(MachineType.Pc)]
    public async Task Guest_that_reboots_is_stopped_where_its_policy_says_so_and_can_still_be_reset(MachineType machine)
    {
        await using var host = RealHost.Create();
        var definition = host.Guest() with { OnReboot = LifecycleAction.Preserve, Machine = new() { Type = machine } };
        await using var vm = await host.LaunchAsync(definition);
        using var serial = await Serial.ConnectAsync(vm);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(SerialGuest.Greeting);
        await serial.SayAsync("r");
        await vm.NextAsync<GuestRebootStopped>();

        await vm.ResetAsync(Token);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(SerialGuest.Greeting);
        await Task.Delay(2 * ResetButton.FirmwareTime, Token);
        await serial.SayAsync("r");
        await vm.NextAsync<GuestRebootStopped>();
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task Guest_that_panics_is_reported()
    {
        await using var host = RealHost.Create();
        await using var vm = await host.LaunchAsync(host.Guest());
        using var serial = await Serial.ConnectAsync(vm);
        await vm.ResumeAsync(Token);
        await serial.ExpectAsync(SerialGuest.Greeting);
        await serial.SayAsync("c");
        await vm.NextAsync<GuestPanicked>();
        Assert.Equal(GuestRunState.Panicked, await vm.QueryStateAsync(Token));
        await vm.QuitAsync(Token);
    }

    [Fact]
    public async Task QEMU_that_is_killed_is_noticed_with_how_it_ended()
    {
        await using var host = RealHost.Create();
        var definition = host.Guest();
        await using var vm = await host.LaunchAsync(definition);
        System.Diagnostics.Process.GetProcessById(vm.Runtime.ProcessId).Kill();
        var exit = await vm.NextAsync<ProcessExited>();
        Assert.False(exit.Asked);
        Assert.StartsWith("QEMU was killed by signal 9", exit.Detail);

        await vm.QuitAsync(Token);
        Assert.False(Directory.Exists(host.RunFolderOf(definition)));
        Assert.Empty(host.Cgroups());
    }

    [Fact]
    public async Task Ending_takes_but_a_moment()
    {
        await using var host = RealHost.Create();
        var times = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            await using var vm = await host.LaunchAsync(host.Guest() with { Id = Guid.CreateVersion7() });
            var begun = System.Diagnostics.Stopwatch.GetTimestamp();
            await vm.QuitAsync(Token);
            times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"quit: {string.Join(", ", times.Select(time => time.ToString("0.0")))} ms");
        Assert.True(times.Min() < 200, $"the fastest end took {times.Min():0} ms");
    }

    private static bool SameExit(VmProcessEvent a, VmProcessEvent b) =>
        a is ProcessExited x && b is ProcessExited y && x.Asked == y.Asked && x.Detail == y.Detail;

    private static async Task<string> ReadVncAsync(string path)
    {
        using var socket = await Linux.Descriptors.UnixSockets.ConnectAsync(path, Token);
        var greeting = new byte[12];
        await new System.Net.Sockets.NetworkStream(socket).ReadExactlyAsync(greeting, Token);
        return System.Text.Encoding.ASCII.GetString(greeting);
    }

    private static string ReadAll(Stream? stream)
    {
        using var reader = new StreamReader(stream!);
        return reader.ReadToEnd();
    }
}
