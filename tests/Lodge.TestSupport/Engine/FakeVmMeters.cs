using Lodge.Engine.Ports;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Guest;
using Lodge.Model.Vms.Usage;

namespace Lodge.TestSupport.Engine;

/// <summary>What a <see cref="FakeQemu"/> has used: always the same. One that is stuck answers only what the host knows.</summary>
internal sealed class FakeVmMeters(FakeQemu qemu, Func<VmRuntime> runtime) : IVmMeters
{
    public ProcessUsage? ReadProcess() => new(3_000_000_000, 1_000_000_000, 300L << 20);

    public async Task<VmUsage> ReadAsync(UsageParts parts, TimeSpan patience, CancellationToken cancellationToken)
    {
        var known = new VmUsage
        {
            Process = ReadProcess(),
            Vcpus = (parts & UsageParts.Vcpus) == 0 ? [] : [new VcpuUsage(0, 2_500_000_000, 7_000, 8_000, 1, CpuSet.Of(0, 1))],
        };
        if ((parts & UsageParts.PerfEvents) != 0)
        {
            known = known with { PerfEvents = [.. (runtime().Definition.Tuning?.PerfEvents).OrEmpty().Select(wanted => new PerfCount(wanted, 42))] };
        }

        if (qemu.IsStuck && parts != UsageParts.Process)
        {
            await Task.Delay(patience, cancellationToken);
            return known with { Missing = "its QEMU does not answer" };
        }

        return known with
        {
            Memory = (parts & UsageParts.Memory) == 0 ? null : new GuestMemory { Present = 128L << 20, UpdatedAt = DateTimeOffset.UnixEpoch.AddSeconds(9), Free = 100L << 20, MajorFaults = 5 },
            Disks = (parts & UsageParts.Disks) == 0 ? [] : [.. runtime().Definition.Disks.Select(disk => new DiskUsage
            {
                Name = disk.Name!,
                Reads = 1, ReadBytes = 512, ReadNanoseconds = 11,
                Writes = 2, WrittenBytes = 1024, WriteNanoseconds = 12,
                Flushes = 3, FlushNanoseconds = 13,
                HighestWrite = 2048, Capacity = 1 << 20, OnHost = 4096, Length = 8192,
                Condition = qemu.DiskFails ? DiskCondition.NoSpace : DiskCondition.Well,
            })],
            IoThreads = (parts & UsageParts.IoThreads) == 0 ? [] : [new IoThreadUsage(1, 32768, 0, 0)],
            DirtyRate = (parts & UsageParts.DirtyRate) == 0 ? null : new DirtyRate(2, 100, 1, "page-sampling", 17),
        };
    }
}
