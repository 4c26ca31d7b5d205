using System.Text;
using Lodge.Linux.Cgroups.Control;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Tuning;
using Lodge.Qemu.Tests.Support;
using Lodge.Qemu.Tuning;

namespace Lodge.Qemu.Tests.Tuning;

/// <summary>What is done to the kernel, in its order, for many wishes and both versions of control groups.</summary>
public sealed class TuningPlannerTests
{
    private static readonly TuningThreads Threads = new([new(0, 100), new(1, 101)], [new(1, 200)], [50, 51]);

    private static readonly TuningDefinition Everything = new()
    {
        Cpu = new()
        {
            Weight = 200,
            Quota = 50_000,
            Period = 70_000,
            GlobalQuota = 80_000,
            GlobalPeriod = 40_000,
            EmulatorQuota = 20_000,
            EmulatorPeriod = 90_000,
            IoThreadQuota = 30_000,
            IoThreadPeriod = 60_000,
            CpuSet = "0-1",
            VcpuPins = [new(1, "3")],
            EmulatorPin = "2",
            IoThreadPins = [new(1, "0-3,^2")],
            EmulatorScheduler = new(SchedulerPolicy.Batch),
            IoThreadSchedulers = [new("1", SchedulerPolicy.Idle)],
        },
        Memory = new() { HardLimit = ByteSize.FromGiB(2), SoftLimit = ByteSize.FromGiB(1), SwapHardLimit = ByteSize.FromGiB(3) },
        BlockIo = new()
        {
            Weight = 300,
            Devices = [new() { Path = "/dev/sda", Weight = 400, ReadBytes = 1000, WriteBytes = 3000, ReadIops = 10, WriteIops = 20 }],
        },
        IoThreads = [new() { Id = 1, PollMax = 5000, ThreadPoolMin = 70, ThreadPoolMax = 80 }],
    };

    private static readonly TuningDefinition RealTime = new()
    {
        Cpu = new()
        {
            Quota = 50_000,
            VcpuSchedulers = [new("0", SchedulerPolicy.Fifo, 10)],
            IoThreadSchedulers = [new("1", SchedulerPolicy.Rr, 3)],
            EmulatorScheduler = new(SchedulerPolicy.Rr, 1),
        },
    };

    public static TheoryData<string> Cases => [.. All().Keys];

    internal static IEnumerable<TuningDefinition> Definitions => [Everything, RealTime];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_are_these(string name) => Golden.Compare($"{name}.txt", Text(All()[name]));

    [Fact]
    public void Nothing_is_done_when_nothing_is_wanted_or_nothing_changes()
    {
        Assert.Empty(TuningPlanner.Start(null, Threads, V1));
        Assert.Empty(TuningPlanner.Start(new TuningDefinition { Profile = TuningProfile.Latency }, Threads, V1));
        Assert.Empty(TuningPlanner.Change(Everything, Everything with { Profile = TuningProfile.Density }, Threads, V2));
        Assert.Empty(TuningPlanner.Join(new TuningDefinition(), Threads, V2));
    }

    [Theory]
    [InlineData("tuning.cpu.weight")]
    [InlineData("tuning.cpu.globalQuota")]
    [InlineData("tuning.cpu.quota")]
    [InlineData("tuning.memory")]
    [InlineData("tuning.blockIo")]
    public void A_wish_for_which_the_host_has_no_controller_is_refused_by_its_field(string path)
    {
        var wish = path switch
        {
            "tuning.cpu.weight" => new TuningDefinition { Cpu = new() { Weight = 10 } },
            "tuning.cpu.globalQuota" => new TuningDefinition { Cpu = new() { GlobalQuota = 10_000 } },
            "tuning.cpu.quota" => new TuningDefinition { Cpu = new() { Quota = 10_000 } },
            "tuning.memory" => new TuningDefinition { Memory = new() { HardLimit = ByteSize.FromGiB(1) } },
            _ => new TuningDefinition { BlockIo = new() { Weight = 10 } },
        };
        var refused = Assert.Throws<LodgeException>(() => TuningPlanner.Start(wish, Threads, new TuningHost { Online = CpuSet.Of(0) }));
        Assert.Equal(ErrorCode.Unsupported, refused.Error.Code);
        Assert.StartsWith($"{path}: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_none_is_refused_and_forgotten_without_a_word()
    {
        var wish = new TuningDefinition { BlockIo = new() { Devices = [new() { Path = "/dev/nothing", ReadBytes = 1 }] } };
        Assert.Equal(ErrorCode.FileNotFound, Assert.Throws<LodgeException>(() => TuningPlanner.Start(wish, Threads, V2)).Error.Code);
        Assert.Empty(TuningPlanner.Change(wish, null, Threads, V2));
    }

    [Fact]
    public void Threads_are_sorted_by_what_QEMU_says_of_them()
    {
        var threads = TuningThreads.Of([9, 5, 7, 8, 6], [new(1, 7), new(0, 8)], [new(1, 9)]);
        Assert.Equal([new(0, 8), new(1, 7)], threads.Vcpus);
        Assert.Equal([new(1, 9)], threads.IoThreads);
        Assert.Equal([5, 6], threads.Emulator);
    }

    private static TuningHost V1 => new()
    {
        Online = CpuSet.Of(0, 1, 2, 3),
        Cpu = new CgroupPlace(1, "/cpu/vm", new HashSet<string> { "cpu.rt_runtime_us" }),
        Memory = new CgroupPlace(1, "/memory/vm", new HashSet<string> { "memory.memsw.limit_in_bytes" }),
        Block = new CgroupPlace(1, "/blkio/vm", new HashSet<string> { "blkio.bfq.weight", "blkio.bfq.weight_device" }),
        Devices = new Dictionary<string, string> { ["/dev/sda"] = "8:0" },
    };

    private static TuningHost V2 => new()
    {
        Online = CpuSet.Of(0, 1, 2, 3),
        Cpu = new CgroupPlace(2, "/vm", new HashSet<string>()),
        Memory = new CgroupPlace(2, "/vm", new HashSet<string> { "memory.swap.max" }),
        Block = new CgroupPlace(2, "/vm", new HashSet<string> { "io.weight", "io.max" }),
        Devices = new Dictionary<string, string> { ["/dev/sda"] = "8:0" },
    };

    private static Dictionary<string, IReadOnlyList<TuningKnob>> All() => new()
    {
        ["start-v1"] = TuningPlanner.Start(Everything, Threads, V1),
        ["start-v2"] = TuningPlanner.Start(Everything, Threads, V2),
        ["start-real-time-v1"] = TuningPlanner.Start(RealTime, Threads, V1),
        ["start-real-time-v2"] = TuningPlanner.Start(RealTime, Threads, V2),
        ["start-pin-only"] = TuningPlanner.Start(new() { Cpu = new() { VcpuPins = [new(0, "1")] } }, Threads, new TuningHost { Online = CpuSet.Of(0, 1) }),
        ["change-quota"] = TuningPlanner.Change(Everything, Everything with { Cpu = Everything.Cpu! with { Quota = 60_000 } }, Threads, V1),
        ["change-to-nothing-v1"] = TuningPlanner.Change(Everything, null, Threads, V1),
        ["change-to-real-time"] = TuningPlanner.Change(Everything, RealTime, Threads, V1),
        ["join-plugged-vcpu"] = TuningPlanner.Join(Everything, new TuningThreads([new(2, 102)], [], []), V1),
    };

    private static string Text(IEnumerable<TuningKnob> knobs)
    {
        var text = new StringBuilder();
        foreach (var knob in knobs)
        {
            text.Append($"{knob.Key} <- {knob.Path}\n");
            foreach (var step in knob.Steps)
            {
                text.Append($"  {Text(step)}\n");
            }
        }

        return text.ToString();
    }

    private static string Text(TuningMove step) => step switch
    {
        PinThread pin => $"pin {pin.Thread} to {pin.Cpus}",
        ScheduleThread schedule => $"schedule {schedule.Thread} by {schedule.Schedule.Policy} {schedule.Schedule.Priority}",
        MakeThreadGroup make => $"make {make.Child.Folder}",
        MoveThread move => $"move {move.Thread} from {move.From} to {move.To}",
        WriteGroup write => $"write {write.Write.File} {write.Write.Text}",
        GrantRealTime grant => $"grant real time to {grant.Folder}",
        SetIoThread set => $"set {IoThreadNames.Of(set.IoThread)} {set.Property} {set.Value}",
        _ => step.ToString(),
    };
}
