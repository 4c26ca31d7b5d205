using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Model.Tests.Vms.Changes;

public sealed class DefinitionMergeTests
{
    private static readonly NicDefinition Net0 = new() { Alias = "net0", Mac = "52:54:00:00:00:01" };
    private static readonly VmDefinition Before = VmNormalizer.Complete(new()
    {
        Name = "a",
        Cpu = new(2),
        Disks = [Disk("vda") with { Throttle = new() { TotalIops = 100 } }],
        Nics = [Net0],
    });

    /// <summary>How what runs differs from the definition, what the change does, and what comes of it for what runs.</summary>
    public static TheoryData<string, Func<VmDefinition, VmDefinition>, Func<VmDefinition, VmDefinition>, string> Cases => new()
    {
        { "nothing differs", vm => vm, vm => vm with { Title = "x" }, "title" },
        { "a live weight stays", Weighed, vm => vm with { Title = "x" }, "title" },
        { "a live weight is overruled", Weighed, vm => vm with { Tuning = new() { Cpu = new() { Weight = 50 } } }, "tuning.cpu.weight" },
        { "a live weight and a pin", Weighed, vm => vm with { Tuning = new() { Cpu = new() { EmulatorPin = "0" } } }, "tuning.cpu.emulatorPin" },
        { "what waits does not come early", vm => vm with { Cpu = new(1) }, vm => vm with { Memory = new() { Size = ByteSize.FromGiB(1) } }, "memory.size" },
        { "a live device stays", vm => vm with { Nics = [Net0, new() { Alias = "net1" }] }, vm => vm with { Nics = [vm.Nics[0] with { Link = LinkState.Down }] }, "nics[0].link" },
        { "a device goes", vm => vm with { Nics = [.. vm.Nics, new() { Alias = "net1" }] }, vm => vm with { Nics = [] }, "nics (without net0)" },
        { "a device comes", vm => vm with { Nics = [] }, vm => vm with { Rngs = [.. vm.Rngs!, new() { Alias = "rng1" }] }, "rngs[1]" },
        { "a device that goes is gone already", vm => vm with { Nics = [] }, vm => vm with { Nics = [], Title = "x" }, "title" },
        { "limits beside others", vm => vm with { Disks = [vm.Disks[0] with { Throttle = new() { TotalIops = 7 } }] }, vm => vm with { Disks = [vm.Disks[0] with { Throttle = new() { TotalIops = 100, TotalBytes = 5 } }] }, "disks[0].throttle.totalBytes" },
        { "another kind of source", vm => vm, vm => vm with { Disks = [vm.Disks[0] with { Source = new BlockDiskSource { Path = "/dev/vg/a" } }] }, "disks[0].source.type, disks[0].source.path" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Change_is_carried_over_and_nothing_else(
        string name, Func<VmDefinition, VmDefinition> live, Func<VmDefinition, VmDefinition> change, string expected)
    {
        var running = live(Before);

        var merged = DefinitionMerge.Into(running, Before, change(Before));

        Assert.Equal((name, expected), (name, string.Join(", ", DefinitionDifference.Paths(running, merged))));
    }

    private static VmDefinition Weighed(VmDefinition vm) => vm with { Tuning = new() { Cpu = new() { Weight = 200 } } };

    private static DiskDefinition Disk(string alias) => new() { Alias = alias, Source = new FileDiskSource { Path = $"/{alias}" } };
}
