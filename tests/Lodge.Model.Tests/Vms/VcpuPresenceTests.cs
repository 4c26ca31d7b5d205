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

    [Fact]
    public void Processor_that_goes_leaves_the_others()
    {
        var four = new CpuDefinition { Count = 4 };
        Assert.Equal(new CpuDefinition { Count = 4, Current = 3 }, VcpuPresence.Without(four, 3));
        Assert.Equal([0, 2, 3], VcpuPresence.Of(VcpuPresence.Without(four, 1)));
        Assert.Equal([0, 2], VcpuPresence.Of(VcpuPresence.Without(VcpuPresence.Without(four, 1), 3)));
        Assert.Equal(four, VcpuPresence.Without(four, 4));
        Assert.Equal(12, VcpuPresence.NumberOf(VcpuPresence.AliasOf(12)));
        Assert.Null(VcpuPresence.NumberOf("virtio-disk0"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Present_are_those_named_and_then_the_first(CpuDefinition cpu, int[] present) =>
        Assert.Equal(present, VcpuPresence.Of(cpu));
}
