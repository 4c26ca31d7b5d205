using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Networks.HostBridges;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Networks;

/// <summary>Bridges over interfaces: kept when somebody says so in time, else given back.</summary>
public sealed class HostBridgeServiceTests
{
    private static readonly HostBridgeWish s_wish = new() { Interface = "eth0", Network = "office" };

    private readonly FakeWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Confirmed_bridge_gets_its_network_and_gives_it_back_when_undone()
    {
        var engine = await StartAsync();
        var made = await engine.HostBridges.MakeAsync(s_wish, Cancellation);
        Assert.Equal((HostBridgeState.Waiting, "br0"), (made.State, made.Bridge));
        Assert.Empty(engine.Networks.List());

        Assert.Equal(HostBridgeState.Kept, (await engine.HostBridges.ConfirmAsync("eth0", Cancellation)).State);
        var network = engine.Networks.Get("office");
        Assert.Equal((NetworkMode.Bridge, "br0", true, true), (network.Definition.Mode, network.Definition.Bridge?.Name, network.IsActive, network.Definition.Autostart));
        await RefusesAsync(ErrorCode.InvalidState, engine.HostBridges.ConfirmAsync("eth0", Cancellation));
        await RefusesAsync(ErrorCode.InvalidState, engine.HostBridges.MakeAsync(s_wish with { Network = "other" }, Cancellation));

        Assert.Equal(HostBridgeState.Undone, (await engine.HostBridges.UndoAsync("eth0", force: false, Cancellation)).State);
        Assert.Empty(engine.Networks.List());
        Assert.Empty(_world.Networks.Database);
    }

    [Fact]
    public async Task Network_that_there_is_already_is_told_with_the_option_that_names_another()
    {
        var engine = await StartAsync();
        await engine.HostBridges.MakeAsync(s_wish, Cancellation);
        await engine.HostBridges.ConfirmAsync("eth0", Cancellation);
        var failure = await Assert.ThrowsAsync<LodgeException>(() => engine.HostBridges.PlanAsync(s_wish, Cancellation));
        Assert.Contains("--network NAME", failure.Error.Remedy!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bridge_that_nobody_confirms_is_given_back()
    {
        var engine = await StartAsync();
        await engine.HostBridges.MakeAsync(s_wish with { ConfirmWithin = 1 }, Cancellation);
        while (!_world.HostBridges.Made.IsEmpty)
        {
            await Task.Delay(20, Cancellation);
        }

        await RefusesAsync(ErrorCode.NotFound, engine.HostBridges.ConfirmAsync("eth0", Cancellation));
        Assert.Empty(engine.Networks.List());
    }

    [Fact]
    public async Task Bridge_that_waits_is_given_back_when_the_daemon_ends_or_was_killed()
    {
        var first = await StartAsync();
        await first.HostBridges.MakeAsync(s_wish, Cancellation);
        await first.DisposeAsync();
        Assert.Empty(_world.HostBridges.Made);

        await (await StartAsync()).HostBridges.MakeAsync(s_wish, Cancellation);
        Assert.NotEmpty(_world.HostBridges.Made);
        await StartAsync();
        Assert.Empty(_world.HostBridges.Made);
    }

    [Fact]
    public async Task Files_that_cannot_be_written_leave_it_waiting_without_a_network()
    {
        var engine = await StartAsync();
        await engine.HostBridges.MakeAsync(s_wish, Cancellation);
        _world.HostBridges.FileFailure = new LodgeException(ErrorCode.StorageFailed, "The disk is full.");
        await RefusesAsync(ErrorCode.StorageFailed, engine.HostBridges.ConfirmAsync("eth0", Cancellation));
        Assert.Empty(engine.Networks.List());
        Assert.Equal(HostBridgeState.Waiting, Assert.Single(engine.HostBridges.List()).State);

        _world.HostBridges.FileFailure = null;
        await engine.HostBridges.ConfirmAsync("eth0", Cancellation);
        _world.HostBridges.FileFailure = new LodgeException(ErrorCode.InvalidState, "A file was changed.");
        await RefusesAsync(ErrorCode.InvalidState, engine.HostBridges.UndoAsync("eth0", force: false, Cancellation));
        Assert.True(engine.Networks.Get("office").IsActive);
    }

    [Fact]
    public async Task Wish_that_cannot_be_fulfilled_is_refused_before_anything_is_done()
    {
        var engine = await StartAsync();
        await engine.Networks.DefineAsync(new NetworkDefinition { Name = "office", Subnets = [new SubnetDefinition { Address = "10.9.0.1/24" }] }, Cancellation);
        await RefusesAsync(ErrorCode.InvalidArgument, engine.HostBridges.MakeAsync(s_wish with { ConfirmWithin = 0 }, Cancellation));
        await RefusesAsync(ErrorCode.NotFound, engine.HostBridges.MakeAsync(s_wish with { Interface = "ethO" }, Cancellation));
        await Assert.ThrowsAsync<LodgeException>(() => engine.HostBridges.MakeAsync(s_wish, Cancellation));
        await RefusesAsync(ErrorCode.NotFound, engine.HostBridges.UndoAsync("eth0", force: false, Cancellation));
        Assert.Empty(_world.HostBridges.Made);
    }

    [Fact]
    public async Task Plan_tells_of_networks_that_use_the_interface_by_its_name()
    {
        var engine = await StartAsync();
        await engine.Networks.DefineAsync(new NetworkDefinition { Name = "dmz", Mode = NetworkMode.Routed, Interfaces = ["eth0"], Subnets = [new SubnetDefinition { Address = "10.9.0.1/24" }] }, Cancellation);
        var plan = await engine.HostBridges.PlanAsync(s_wish, Cancellation);
        Assert.Contains(plan.Notes, note => note.Contains("lodge network edit dmz --set interfaces='[\"br0\"]'", StringComparison.Ordinal));
    }

    private static async Task RefusesAsync(ErrorCode code, Task work) => Assert.Equal(code, (await Assert.ThrowsAsync<LodgeException>(() => work)).Error.Code);

    private async Task<LodgeEngine> StartAsync() => (await _world.StartDaemonAsync()).Engine;
}
