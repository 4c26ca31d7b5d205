using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Cpus;

public sealed class HostModelTests
{
    private static readonly VmDefinition Wanted = new()
    {
        Name = "vm", Cpu = new() { Mode = CpuMode.HostModel, Features = [new("sse2", CpuFeaturePolicy.Disable)] },
    };

    [Fact]
    public async Task Host_model_is_written_down_when_the_VM_is_defined_and_stays()
    {
        var world = new FakeWorld();
        var daemon = await world.StartDaemonAsync();
        var token = TestContext.Current.CancellationToken;

        var defined = await daemon.Engine.Definitions.DefineAsync(Wanted, token);
        Assert.Equal("big", defined.Definition.Cpu.Model);
        Assert.Equal(
            [new("avx512f", CpuFeaturePolicy.Disable), new("sse2", CpuFeaturePolicy.Disable)], defined.Definition.Cpu.Features!.ToArray());
        Assert.Equal(defined.Definition.Cpu.Model, world.Database[defined.Id].Definition.Value.Cpu.Model);

        var replaced = await daemon.Engine.Definitions.ReplaceAsync(
            "vm", defined.Definition with { Title = "same", Cpu = new() { Mode = CpuMode.HostModel } }, null, token);
        Assert.Equal(defined.Definition.Cpu.Features, replaced.Definition.Cpu.Features);
    }
}
