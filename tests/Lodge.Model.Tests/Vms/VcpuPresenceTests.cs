using Lodge.Model.Vms.Compute;

namespace Lodge.Model.Tests.Vms;

public sealed class VcpuPresenceTests
{
    public static TheoryData<CpuDefinition, int[]> Cases => new()
    {
        { new(1), [0] },
        { new(3), [0, 1, 2] },
        { new(4) { Current = 2 }, [0, 1] },
        { new(4) { Vcpus = [new(1, Enabled: false)] }, [0, 2, 3] },
        { new(4) { Current = 2, Vcpus = [new(3), new(1, Enabled: false)] }, [0, 3] },
        { new(4) { Current = 3, Vcpus = [new(0), new(1, Enabled: false)] }, [0, 2, 3] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Present_are_those_named_and_then_the_first(CpuDefinition cpu, int[] present) =>
        Assert.Equal(present, VcpuPresence.Of(cpu));
}
