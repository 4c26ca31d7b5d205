using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Tuning;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Tests.Vms.Validation;

public sealed class TuningValidatorTests
{
    public static TheoryData<string, TuningDefinition> Flawed => new()
    {
        { "tuning.cpu.weight must be 1 to 10000, and is 0", Cpu(new() { Weight = 0 }) },
        { "tuning.cpu.period must be 1000 to 1000000, and is 999", Cpu(new() { Period = 999 }) },
        { "tuning.cpu.quota must be 1000 or more, or -1 for no limit, and is 10", Cpu(new() { Quota = 10 }) },
        { "tuning.cpu.emulatorQuota must be 1000 or more, or -1 for no limit, and is -2", Cpu(new() { EmulatorQuota = -2 }) },
        { "tuning.cpu.ioThreadPeriod must be 1000 to 1000000, and is 5", Cpu(new() { IoThreadPeriod = 5 }) },
        { "tuning.cpu.cpuSet must be a list such as '0-3,^2,8' with numbers up to 8191, and is 'all'", Cpu(new() { CpuSet = "all" }) },
        { "tuning.cpu.vcpuPins[0].cpuSet must be a list such as '0-3,^2,8' with numbers up to 8191, and is ''", Cpu(new() { VcpuPins = [new(0, "")] }) },
        { "tuning.cpu.vcpuPins[0].vcpu must be 0 to 3, and is 4", Cpu(new() { VcpuPins = [new(4, "0")] }) },
        { "tuning.cpu.vcpuPins[1].vcpu is there more than once: 1", Cpu(new() { VcpuPins = [new(1, "0"), new(1, "1")] }) },
        {
            "tuning.cpu.ioThreadPins[0].ioThread must be the id of an I/O thread in tuning.ioThreads, and is 2",
            Cpu(new() { IoThreadPins = [new(2, "0")] }) with { IoThreads = [new() { Id = 1 }] }
        },
        { "tuning.cpu.vcpuSchedulers[0].vcpus must name vCPUs below cpu.count (4), and names 9", Cpu(new() { VcpuSchedulers = [new("0,9", SchedulerPolicy.Batch)] }) },
        { "tuning.cpu.vcpuSchedulers[0].priority is missing: real-time policies need one, 1 to 99", Cpu(new() { VcpuSchedulers = [new("0", SchedulerPolicy.Fifo)] }) },
        { "tuning.cpu.emulatorScheduler.priority must be 1 to 99, and is 100", Cpu(new() { EmulatorScheduler = new(SchedulerPolicy.Rr, 100) }) },
        { "tuning.cpu.emulatorScheduler.priority must be left out: only the policies fifo and rr have one", Cpu(new() { EmulatorScheduler = new(SchedulerPolicy.Idle, 1) }) },
        { "tuning.memory.hardLimit must be 1MiB or more, and is 5B", Memory(new() { HardLimit = new ByteSize(5) }) },
        { "tuning.memory.softLimit must be at most tuning.memory.hardLimit (1GiB), and is 2GiB", Memory(new() { HardLimit = ByteSize.FromGiB(1), SoftLimit = ByteSize.FromGiB(2) }) },
        { "tuning.memory.swapHardLimit must be at least tuning.memory.hardLimit, as it holds memory and swap together, and is 1GiB", Memory(new() { SwapHardLimit = ByteSize.FromGiB(1) }) },
        { "tuning.blockIo.weight must be 1 to 10000, and is 20000", Block(new() { Weight = 20_000 }) },
        { "tuning.blockIo.devices[0].path must be an absolute path, and is 'sda'", Block(new() { Devices = [new() { Path = "sda" }] }) },
        { "tuning.blockIo.devices[0].readIops must be 1 to 4294967295, and is 0", Block(new() { Devices = [new() { Path = "/dev/sda", ReadIops = 0 }] }) },
        { "tuning.ioThreads[0].id must be 1 to 4096, and is 0", new TuningDefinition { IoThreads = [new() { Id = 0 }] } },
        { "tuning.ioThreads[1].id is there more than once: 3", new TuningDefinition { IoThreads = [new() { Id = 3 }, new() { Id = 3 }] } },
        { "tuning.ioThreads[0].threadPoolMin must be at most threadPoolMax (64), and is 65", new TuningDefinition { IoThreads = [new() { Id = 1, ThreadPoolMin = 65 }] } },
    };

    [Theory]
    [MemberData(nameof(Flawed))]
    public void Flaw_is_named_by_its_path(string flaw, TuningDefinition tuning) =>
        Assert.Equal([flaw], VmValidator.Check(Vm(tuning)).Select(found => found.ToString()));

    [Fact]
    public void Sound_tuning_has_no_flaws() => Assert.Empty(VmValidator.Check(Vm(new TuningDefinition
    {
        Profile = TuningProfile.Latency,
        Cpu = new()
        {
            Weight = 10_000,
            Quota = -1,
            GlobalQuota = 50_000,
            GlobalPeriod = 100_000,
            CpuSet = "0-3,^2",
            VcpuPins = [new(0, "1"), new(3, "0-1")],
            IoThreadPins = [new(1, "0")],
            VcpuSchedulers = [new("0-3", SchedulerPolicy.Fifo, 99)],
            EmulatorScheduler = new(SchedulerPolicy.Batch),
        },
        Memory = new() { HardLimit = ByteSize.FromGiB(2), SoftLimit = ByteSize.FromGiB(1), SwapHardLimit = ByteSize.FromGiB(2) },
        BlockIo = new() { Weight = 1, Devices = [new() { Path = "/dev/sda", Weight = 5, ReadBytes = 1 }] },
        IoThreads = [new() { Id = 1, PollMax = 0, ThreadPoolMax = 1 }],
    })));

    private static VmDefinition Vm(TuningDefinition tuning) => new() { Id = Guid.NewGuid(), Name = "vm", Cpu = new CpuDefinition { Count = 4 }, Tuning = tuning };

    private static TuningDefinition Cpu(CpuTuning cpu) => new() { Cpu = cpu };

    private static TuningDefinition Memory(MemoryTuning memory) => new() { Memory = memory };

    private static TuningDefinition Block(BlockIoTuning block) => new() { BlockIo = block };
}
