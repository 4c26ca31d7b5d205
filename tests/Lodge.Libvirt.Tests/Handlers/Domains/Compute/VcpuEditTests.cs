using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains.Compute;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Validation;

namespace Lodge.Libvirt.Tests.Handlers.Domains.Compute;

public sealed class VcpuEditTests
{
    [Fact]
    public void Any_row_of_changes_leaves_the_processors_that_were_asked_for()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var definition = new VmDefinition { Name = "web", Cpu = new() { Count = random.Next(2, 9) } };
            var expected = Enumerable.Range(0, definition.Cpu.Count).ToHashSet();
            for (var step = 0; step < 12; step++)
            {
                definition = Change(definition, expected, random);
                Assert.Equal(expected.Order(), VcpuPresence.Of(definition.Cpu));
                VmValidator.ThrowIfFlawed(definition);
            }
        }
    }

    [Fact]
    public void Fewer_processors_at_most_take_along_what_was_said_of_those_beyond()
    {
        var definition = new VmDefinition
        {
            Name = "web",
            Cpu = new() { Count = 4, Current = 3, Vcpus = [new(1, Enabled: false), new(3)] },
            Tuning = new() { Cpu = new() { VcpuPins = [new(3, "0")] } },
        };

        var fewer = VcpuEdit.Most(definition, 2);

        Assert.Equal((2, 1), (fewer.Cpu.Count, fewer.Cpu.Current));
        Assert.Equal([0], VcpuPresence.Of(fewer.Cpu));
        Assert.Null(fewer.Tuning);
        Assert.Throws<LibvirtException>(() => VcpuEdit.Most(definition with { Cpu = definition.Cpu with { Topology = new(2, 1, 2, 1) } }, 3));
    }

    private static VmDefinition Change(VmDefinition definition, HashSet<int> expected, Random random)
    {
        var count = definition.Cpu.Count;
        if (random.Next(2) == 0)
        {
            var wanted = random.Next(1, count + 1);
            var present = expected.Order().ToList();
            expected.IntersectWith(present.Take(wanted));
            expected.UnionWith(Enumerable.Range(0, count).Except(present).Take(Math.Max(0, wanted - present.Count)));
            return VcpuEdit.Present(definition, (uint)wanted);
        }

        var (id, on) = (random.Next(1, count), random.Next(2) == 0);
        _ = on ? expected.Add(id) : expected.Remove(id);
        return VcpuEdit.Single(definition, CpuSet.Of(id), on);
    }
}
