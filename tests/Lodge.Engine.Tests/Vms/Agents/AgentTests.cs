using System.Text;
using Lodge.Engine.Vms.Agents;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Guest;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Vms.Agents;

/// <summary>What the engine does with the agents of guests.</summary>
public sealed class AgentTests
{
    private readonly FakeWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FakeQemu Qemu => _world.Processes.Values.Single();

    [Fact]
    public async Task Program_gets_its_input_and_brings_back_what_it_printed()
    {
        var engine = await StartAsync();

        var result = await engine.GuestCommands.RunAsync(
            "vm", new GuestCommand { Program = "cat", Arguments = ["a", "b"], Input = "hello"u8.ToArray() }, null, Stop);

        Assert.Equal((2, null, false), (result.ExitStatus, result.Signal, result.Truncated));
        Assert.Equal("hello", Encoding.UTF8.GetString(result.Output));
        Assert.Equal("no a\nno b\n", Encoding.UTF8.GetString(result.ErrorOutput));
    }

    [Fact]
    public async Task File_passes_in_pieces_both_ways_and_is_closed()
    {
        var engine = await StartAsync();
        var bytes = new byte[300_000];
        Random.Shared.NextBytes(bytes);

        Assert.Equal(bytes.Length, await engine.GuestFiles.WriteAsync("vm", "/tmp/x", append: false, new MemoryStream(bytes), Stop));
        Assert.Equal(1, await engine.GuestFiles.WriteAsync("vm", "/tmp/x", append: true, new MemoryStream([7]), Stop));
        var read = new MemoryStream();
        await engine.GuestFiles.ReadAsync("vm", "/tmp/x", () => read, Stop);

        Assert.Equal([.. bytes, 7], read.ToArray());
        Assert.Equal(0, Qemu.Agent.OpenFiles);
    }

    [Fact]
    public async Task File_that_is_not_there_fails_before_anything_is_written()
    {
        var engine = await StartAsync();

        var failure = await Assert.ThrowsAsync<LodgeException>(
            () => engine.GuestFiles.ReadAsync("vm", "/none", () => throw new InvalidOperationException("asked for"), Stop));

        Assert.Equal(ErrorCode.AgentFailed, failure.Error.Code);
    }

    [Fact]
    public async Task Frozen_guest_thaws_by_itself_when_its_time_is_over()
    {
        var engine = await StartAsync();

        var frozen = await engine.Freezing.FreezeAsync("vm", null, TimeSpan.FromSeconds(1), Stop);
        Assert.Equal((true, 2), (Qemu.Agent.IsFrozen, frozen.FileSystems));
        Assert.Equal(frozen.ThawsAt, (await engine.Freezing.GetAsync("vm", Stop)).ThawsAt);

        await UntilAsync(() => !Qemu.Agent.IsFrozen);
        Assert.Equal(new GuestFreeze(false), await engine.Freezing.GetAsync("vm", Stop));
    }

    [Fact]
    public async Task Promise_to_thaw_is_kept_by_the_next_daemon()
    {
        var first = await _world.StartDaemonAsync();
        await LaunchAsync(first.Engine);
        await first.Engine.Freezing.FreezeAsync("vm", ["/"], TimeSpan.FromSeconds(2), Stop);
        first.Fate.CrashAt(1);

        var next = await _world.StartDaemonAsync();

        Assert.NotNull((await next.Engine.Freezing.GetAsync("vm", Stop)).ThawsAt);
        await UntilAsync(() => !Qemu.Agent.IsFrozen);
    }

    [Fact]
    public async Task Thawed_guest_is_not_thawed_again_and_a_frozen_one_not_frozen_twice()
    {
        var engine = await StartAsync();
        await engine.Freezing.FreezeAsync("vm", null, TimeSpan.FromMinutes(1), Stop);

        var twice = await Assert.ThrowsAsync<LodgeException>(() => engine.Freezing.FreezeAsync("vm", null, TimeSpan.FromMinutes(1), Stop));
        var thawed = await engine.Freezing.ThawAsync("vm", Stop);

        Assert.Equal(ErrorCode.InvalidState, twice.Error.Code);
        Assert.Equal(new GuestFreeze(false, 2), thawed);
        Assert.Null(_world.RunFolder.Values.Single().Intent.ThawAt);
    }

    [Theory]
    [InlineData(ShutDownMethod.Auto, true, 1, 0)]
    [InlineData(ShutDownMethod.Auto, false, 0, 1)]
    [InlineData(ShutDownMethod.Acpi, true, 0, 1)]
    [InlineData(ShutDownMethod.Agent, true, 1, 0)]
    public async Task Guest_is_shut_down_by_its_agent_or_its_power_button(ShutDownMethod method, bool hasAgent, int asked, int pressed)
    {
        var engine = await StartAsync(hasAgent);
        var qemu = Qemu;

        var job = engine.Shutdown.ShutDown("vm", TimeSpan.FromSeconds(20), ShutDownEscalation.Fail, method);

        Assert.Equal(JobState.Succeeded, (await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(20), Stop)).State);
        Assert.Equal((asked, pressed), (qemu.Agent.Shutdowns, qemu.Presses));
        Assert.Equal(VmState.Stopped, engine.Vms.Get("vm").Status.State);
    }

    [Fact]
    public async Task Shutdown_by_agent_alone_fails_where_none_answers()
    {
        var engine = await StartAsync(hasAgent: false);

        var job = engine.Shutdown.ShutDown("vm", TimeSpan.FromSeconds(20), ShutDownEscalation.Fail, ShutDownMethod.Agent);
        var ended = await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(20), Stop);

        Assert.Equal((JobState.Failed, ErrorCode.AgentUnresponsive), (ended.State, ended.Error!.Code));
        Assert.Equal(0, Qemu.Presses);
    }

    [Fact]
    public async Task Guest_that_does_not_run_is_refused_before_its_agent_is_asked()
    {
        var engine = await StartAsync();
        await engine.Lifecycle.PauseAsync("vm", Stop);

        var failure = await Assert.ThrowsAsync<LodgeException>(() => engine.Agents.PingAsync("vm", Stop));

        Assert.Equal(ErrorCode.InvalidState, failure.Error.Code);
    }

    private async Task<LodgeEngine> StartAsync(bool hasAgent = true)
    {
        var daemon = await _world.StartDaemonAsync();
        await LaunchAsync(daemon.Engine, hasAgent);
        return daemon.Engine;
    }

    private async Task LaunchAsync(LodgeEngine engine, bool hasAgent = true)
    {
        await engine.Lifecycle.LaunchAsync(new VmDefinition { Name = "vm" }, transient: false, paused: false, Stop);
        Qemu.Agent.IsRunning = hasAgent;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < deadline, "it took too long");
            await Task.Delay(20, Stop);
        }
    }
}
