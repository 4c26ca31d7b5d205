using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Tests.Planning;

public sealed class IoThreadAssignmentTests
{
    [Fact]
    public void Disks_are_spread_over_the_threads_around_those_that_are_named()
    {
        var definition = With(threads: 3, new(), new() { IoThread = 1 }, new(), new(), new() { Device = DiskDevice.Cdrom }, new() { Bus = DiskBus.Sata }, new());
        Assert.Equal([2, 1, 3, 1, null, null, 2], IoThreadAssignment.Of(definition));
    }

    [Fact]
    public void A_disk_that_comes_later_moves_no_other()
    {
        var before = IoThreadAssignment.Of(With(threads: 2, new(), new(), new()));
        Assert.Equal(before, IoThreadAssignment.Of(With(threads: 2, new(), new(), new(), new())).Take(3));
    }

    [Fact]
    public void Without_threads_and_on_a_microvm_the_main_thread_serves_all()
    {
        Assert.Equal([null, null], IoThreadAssignment.Of(With(threads: 0, new(), new())));
        Assert.Equal([null], IoThreadAssignment.Of(With(threads: 1, new DiskDefinition()) with { Machine = new() { Type = MachineType.Microvm } }));
    }

    private static VmDefinition With(int threads, params DiskDefinition[] disks) => new()
    {
        Name = "vm",
        Disks = disks,
        Tuning = new() { IoThreads = [.. Enumerable.Range(1, threads).Select(id => new Model.Vms.Tuning.IoThreadDefinition { Id = id })] },
    };
}
