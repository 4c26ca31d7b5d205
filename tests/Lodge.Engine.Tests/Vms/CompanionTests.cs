using Lodge.Engine.Ports;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Vms;

/// <summary>What the engine makes of the processes beside a QEMU.</summary>
public sealed class CompanionTests
{
    private readonly FakeWorld _world = new();

    [Fact]
    public async Task Companion_that_ends_is_an_event_with_its_last_words_and_the_vm_runs_on()
    {
        var engine = (await _world.StartDaemonAsync()).Engine;
        await engine.Lifecycle.LaunchAsync(new VmDefinition { Name = "vm", Tpm = new() }, transient: false, paused: false, default);
        using var events = engine.Events.Subscribe(null);
        Assert.Single(_world.Processes.Values).Report(new CompanionEnded("TPM", "swtpm: killed by signal 9", ["no room"]));

        var told = await events.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token)
            .FirstAsync(item => item.Kind == EventKind.VmCompanionEnded);
        Assert.Equal(("vm", "the TPM does not work any more: swtpm: killed by signal 9"), (told.VmName, told.Detail));
        Assert.Equal(["no room"], told.LastWords);
        Assert.Equal(VmState.Running, engine.Vms.Get("vm").Status.State);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task State_of_a_transient_vm_goes_with_it_unless_its_tpm_is_to_be_kept(bool? keep, bool isForgotten)
    {
        var engine = (await _world.StartDaemonAsync()).Engine;
        var vm = await engine.Lifecycle.LaunchAsync(
            new VmDefinition { Name = "vm", Tpm = new() { KeepState = keep } }, transient: true, paused: false, default);
        await engine.Lifecycle.KillAsync("vm", default);
        Assert.Equal(isForgotten, _world.Forgotten.ContainsKey(vm.Id));
    }
}
