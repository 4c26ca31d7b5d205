using System.Text.Json.Nodes;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;

namespace Lodge.Qmp.Tests.Qemu;

public sealed class RealQemuTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_with_a_real_qemu_goes_through()
    {
        await using var qemu = await RealQemu.StartAsync();
        await using var client = await qemu.ConnectAsync();

        Assert.True(client.Version.IsAtLeast(7, 2), $"QEMU is {client.Version}");
        Assert.Equal(client.Version, await client.ExecuteAsync(new QueryVersionCommand()));
        Assert.Equal(new StatusReply(false, RunState.Prelaunch), await client.ExecuteAsync(new QueryStatusCommand()));
        await client.ExecuteAsync(new ContCommand());
        Assert.Equal(RunState.Running, (await client.ExecuteAsync(new QueryStatusCommand())).Status);
        await client.ExecuteAsync(new StopCommand());
        Assert.Equal(RunState.Paused, (await client.ExecuteAsync(new QueryStatusCommand())).Status);
        await client.ExecuteAsync(new QuitCommand());

        var events = new List<QmpEvent>();
        await foreach (var happened in client.Events.ReadAllAsync(Cancelled))
        {
            events.Add(happened);
        }

        Assert.Equal(
            [typeof(ResumeEvent), typeof(StopEvent), typeof(ShutdownEvent)],
            events.Where(e => e is not ResetEvent and not RtcChangeEvent).Select(e => e.GetType()));
        Assert.All(events, e => Assert.InRange(DateTimeOffset.UtcNow - e.Timestamp, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        Assert.Equal(QmpBreakKind.EndOfStream, (await client.Completion).Kind);
        await qemu.AwaitExitAsync();
    }

    [Fact]
    public async Task Commands_pipelined_to_a_real_qemu_are_all_answered()
    {
        await using var qemu = await RealQemu.StartAsync();
        await using var client = await qemu.ConnectAsync();

        var machines = client.ExecuteAsync(new QueryMachinesCommand());
        var schema = client.ExecuteAsync(new QueryQmpSchemaCommand());
        var states = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => client.ExecuteAsync(new QueryStatusCommand())));

        Assert.All(states, state => Assert.Equal(RunState.Prelaunch, state.Status));
        Assert.Contains(await machines, machine => machine.Alias == "q35");
        Assert.True((await schema).GetArrayLength() > 500);
    }

    [Fact]
    public async Task Arguments_of_every_kind_are_understood_by_a_real_qemu()
    {
        await using var qemu = await RealQemu.StartAsync("-device", "pcie-root-port,id=port0");
        await using var client = await qemu.ConnectAsync();

        await client.ExecuteAsync(new SetActionCommand(
            RebootAction.Shutdown, ShutdownAction.Pause, PanicAction.ExitFailure, WatchdogAction.InjectNmi));
        await client.ExecuteAsync(new DeviceAddCommand(new JsonObject
        {
            ["driver"] = "virtio-rng-pci", ["id"] = "rng0", ["bus"] = "port0",
        }));
        var type = await client.ExecuteAsync(new QomGetCommand("/machine/peripheral/rng0", "type"));
        Assert.Equal("virtio-rng-pci", type.GetString());
        await client.ExecuteAsync(new MigrateSetParametersCommand(
            new MigrationParameters { MaxBandwidth = 1 << 20, DowntimeLimit = 100, TlsCreds = "" }));
        await client.ExecuteAsync(new MigrateSetCapabilitiesCommand(
            new Dictionary<string, bool> { ["events"] = true, ["multifd"] = false }));
        var error = await Assert.ThrowsAsync<QmpErrorException>(
            () => client.ExecuteAsync(new BalloonCommand(1 << 20)));
        Assert.Equal(QmpErrorClass.DeviceNotActive, error.Class);
        Assert.Contains("prelaunch", await client.ExecuteAsync(new HumanMonitorCommand("info status")), StringComparison.Ordinal);
    }
}
