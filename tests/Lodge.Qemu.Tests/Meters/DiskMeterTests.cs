using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Meters;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Tests.Meters;

public class DiskMeterTests
{
    private static readonly VmDefinition Vm = new()
    {
        Name = "web",
        Disks =
        [
            new() { Name = "vda", Alias = "virtio-disk0", Source = new FileDiskSource { Path = "/nowhere/web.qcow2" } },
            new() { Name = "sda", Alias = "sata0-0-0", Device = DiskDevice.Cdrom },
            new() { Name = "sdb", Alias = "sata0-0-1", Source = new BlockDiskSource { Path = "/dev/none" } },
        ],
    };

    [Fact]
    public void Counters_are_found_by_device_and_sizes_by_image()
    {
        BlockStats[] counters =
        [
            new(Counters(0), Qdev: "sata0-0-0"),
            new(Counters(7), Qdev: "/machine/peripheral/virtio-disk0/virtio-backend", NodeName: "virtio-disk0-image", Parent: new BlockStats(Counters(0) with { WrHighestOffset = 4096 })),
            new(Counters(9), Device: "unknown"),
        ];
        BlockInfo[] drives =
        [
            new("", false, false, "/machine/peripheral/virtio-disk0/virtio-backend", IoStatus: BlockIoStatus.Nospace, Inserted: new BlockNode("/nowhere/web.qcow2", false, "qcow2", false, new ImageInfo("/nowhere/web.qcow2", "qcow2", 1 << 20, 8192))),
            new("", true, false, "sata0-0-0"),
        ];

        var disks = DiskMeter.Read(Vm, counters, drives);

        Assert.Equal(["vda", "sda"], disks.Select(disk => disk.Name));
        Assert.Equal(
            new DiskUsage
            {
                Name = "vda", Path = "/nowhere/web.qcow2", Reads = 7, ReadBytes = 8, ReadNanoseconds = 9, Writes = 10, WrittenBytes = 11, WriteNanoseconds = 12,
                Flushes = 13, FlushNanoseconds = 14, HighestWrite = 4096, Capacity = 1 << 20, OnHost = 8192, Length = 1 << 20, Condition = DiskCondition.NoSpace,
            },
            disks[0]);
        Assert.Equal(new DiskUsage { Name = "sda", ReadBytes = 1, ReadNanoseconds = 2, Writes = 3, WrittenBytes = 4, WriteNanoseconds = 5, Flushes = 6, FlushNanoseconds = 7 }, disks[1]);
    }

    [Fact]
    public void Images_behind_a_disk_are_counted_from_the_next_one_on()
    {
        var sizes = new ImageInfo("/top", "qcow2", 3, 30, BackingImage: new ImageInfo("/middle", "qcow2", 2, 20, BackingImage: new ImageInfo("/base", "raw", 1, 10)));
        BlockStats[] counters = [new(Counters(0), Qdev: "virtio-disk0", Backing: new(Counters(5), Backing: new(Counters(6), Parent: new(Counters(0) with { WrHighestOffset = 9 }))))];
        BlockInfo[] drives = [new("", false, false, "virtio-disk0", Inserted: new BlockNode("/top", false, "qcow2", false, sizes))];

        var disk = Assert.Single(DiskMeter.Read(Vm, counters, drives));

        Assert.Equal(["/middle 5 2 20", "/base 6 1 10"], disk.Backing.Select(image => $"{image.Path} {image.Reads} {image.Capacity} {image.OnHost}"));
        Assert.Equal(9, disk.Backing[1].HighestWrite);
    }

    private static BlockCounters Counters(long from) => new(
        RdBytes: from + 1, WrBytes: from + 4, UnmapBytes: 0, RdOperations: from, WrOperations: from + 3, FlushOperations: from + 6, UnmapOperations: 0,
        RdTotalTimeNs: from + 2, WrTotalTimeNs: from + 5, FlushTotalTimeNs: from + 7, UnmapTotalTimeNs: 0, WrHighestOffset: 0,
        FailedRdOperations: 0, FailedWrOperations: 0, FailedFlushOperations: 0);
}
