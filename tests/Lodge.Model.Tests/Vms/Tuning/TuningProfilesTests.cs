using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;
using Lodge.Model.Vms.Validation;
using Lodge.TestSupport;

namespace Lodge.Model.Tests.Vms.Tuning;

public sealed class TuningProfilesTests
{
    [Fact]
    public void General_and_no_preset_change_nothing()
    {
        var bare = Vm(null);
        Assert.Same(bare, TuningProfiles.Fill(bare));
        var general = Vm(new TuningDefinition { Profile = TuningProfile.General });
        Assert.Same(general, TuningProfiles.Fill(general));
    }

    [Fact]
    public void Latency_gives_each_disk_a_polling_thread_and_takes_memory_at_start()
    {
        var filled = TuningProfiles.Fill(Vm(new TuningDefinition { Profile = TuningProfile.Latency }));
        Assert.Equal([(1, 200_000), (2, 200_000)], filled.Tuning!.IoThreads!.Select(thread => (thread.Id, thread.PollMax!.Value)));
        Assert.Equal((true, true), (filled.Memory.Backing!.Prealloc, filled.Memory.Backing.NoSharePages));
        Assert.False(filled.Balloon!.FreePageReporting);
    }

    [Fact]
    public void Throughput_gives_queues_and_large_rings_to_virtio_only()
    {
        var filled = TuningProfiles.Fill(Vm(new TuningDefinition { Profile = TuningProfile.Throughput }));
        Assert.Equal([(4, 1024), (7, 1024), (null, null)], filled.Disks.Select(disk => (disk.Queues, disk.QueueSize)));
        Assert.Equal([1024, null], filled.Nics.Select(nic => nic.RxQueueSize));
    }

    [Theory]
    [InlineData(TuningProfile.Latency)]
    [InlineData(TuningProfile.Throughput)]
    [InlineData(TuningProfile.Density)]
    public void What_the_definition_says_wins_over_every_preset(TuningProfile profile)
    {
        var said = Vm(new TuningDefinition { Profile = profile, IoThreads = [new() { Id = 9 }] }) with
        {
            Memory = new() { Size = ByteSize.FromGiB(1), Backing = new() { Prealloc = false, NoSharePages = false } },
            Balloon = new() { FreePageReporting = false, Autodeflate = false },
            Disks = [new() { Name = "vda", Queues = 3, QueueSize = 64, DetectZeroes = DetectZeroes.On }],
            Nics = [new() { Queues = 2, RxQueueSize = 512 }],
        };

        var filled = TuningProfiles.Fill(said);

        Assert.Equal(said.Tuning!.IoThreads, filled.Tuning!.IoThreads);
        Assert.Equal(said.Memory, filled.Memory with { Backing = filled.Memory.Backing! with { Prealloc = false } });
        Assert.Equal((said.Balloon, said.Disks[0], said.Nics[0]), (filled.Balloon, filled.Disks[0], filled.Nics[0]));
    }

    [Theory]
    [InlineData(TuningProfile.General)]
    [InlineData(TuningProfile.Latency)]
    [InlineData(TuningProfile.Throughput)]
    [InlineData(TuningProfile.Density)]
    public void A_preset_makes_no_sound_definition_unsound_and_fills_nothing_twice(TuningProfile profile)
    {
        var filled = TuningProfiles.Fill(Vm(new TuningDefinition { Profile = profile }));
        Assert.Empty(VmValidator.Check(filled));
        Assert.Equivalent(filled, TuningProfiles.Fill(filled), strict: true);
    }

    [Theory]
    [InlineData(TuningProfile.General)]
    [InlineData(TuningProfile.Latency)]
    [InlineData(TuningProfile.Throughput)]
    [InlineData(TuningProfile.Density)]
    public void Every_value_in_effect_is_told_with_its_source(TuningProfile profile)
    {
        var vm = Vm(new TuningDefinition
        {
            Profile = profile,
            Cpu = new() { Weight = 300, Quota = 50_000, VcpuPins = [new(1, "2")], VcpuSchedulers = [new("0", SchedulerPolicy.Rr, 5)] },
            BlockIo = new() { Devices = [new() { Path = "/dev/sda", ReadBytes = 1_000_000, WriteIops = 50 }] },
        });
        var host = new HostTopology(
            [.. Enumerable.Range(0, 4).Select(cpu => new HostCpu(cpu, 0, 0, cpu, CpuSet.Of(cpu)))], [new HostNode(0, 1, 1, CpuSet.Of(0, 1, 2, 3), [10])]);

        var report = EffectiveTuning.Of(vm, running: true, host);

        Golden.Compare(
            $"Golden/effective-{profile.ToString().ToLowerInvariant()}.txt",
            string.Concat(report.Values.Select(value => $"{value.Path} = {value.Value} ({value.Source.ToString().ToLowerInvariant()})\n")));
    }

    private static VmDefinition Vm(TuningDefinition? tuning) => new()
    {
        Id = Guid.Parse("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        Name = "vm",
        Cpu = new CpuDefinition { Count = 4 },
        Tuning = tuning,
        Disks =
        [
            new() { Name = "vda", Format = DiskFormat.Raw, Source = new FileDiskSource { Path = "/srv/a.raw" }, Throttle = new() { TotalIops = 500, TotalIopsMax = 900 } },
            new() { Name = "vdb", Format = DiskFormat.Raw, Source = new FileDiskSource { Path = "/srv/b.raw" }, Queues = 7 },
            new() { Name = "sda", Format = DiskFormat.Raw, Source = new FileDiskSource { Path = "/srv/c.raw" }, Bus = DiskBus.Sata },
        ],
        Nics = [new() { Mac = "52:54:00:00:00:01" }, new() { Mac = "52:54:00:00:00:02", Model = NicModel.E1000e }],
    };
}
