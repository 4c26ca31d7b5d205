using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Tuning;

/// <summary>
/// What the named presets mean. A preset fills only what a definition leaves open, so that explicit values win, and
/// what it fills in is never stored: a VM follows its preset. A saved state goes on only with the same queues and rings
/// as before: a preset that shall give others must become another preset.
/// </summary>
public static class TuningProfiles
{
    private const int MostThreadsForLatency = 8;
    private const int MostThreadsForThroughput = 4;
    private const int MostQueues = 64;
    private const int LargeRing = 1024;

    // Long enough for the answer of a fast disk, so that the thread needs not be woken for it.
    private const long LongPoll = 200_000;

    /// <summary>The definition with what its preset says filled in.</summary>
    /// <param name="definition">What the user asked for.</param>
    public static VmDefinition Fill(VmDefinition definition) => definition.Tuning?.Profile switch
    {
        TuningProfile.Latency => Latency(definition),
        TuningProfile.Throughput => Throughput(definition),
        TuningProfile.Density => Density(definition),
        _ => definition,
    };

    /// <summary>Whether a disk is one that queues and I/O threads make faster.</summary>
    internal static bool IsVirtioDisk(DiskDefinition disk) =>
        disk is { Device: DiskDevice.Disk, Bus: null or DiskBus.Virtio };

    private static VmDefinition Latency(VmDefinition definition)
    {
        var backing = definition.Memory.Backing ?? new MemoryBacking();
        return WithBalloon(definition, balloon => balloon with { FreePageReporting = balloon.FreePageReporting ?? false }) with
        {
            Tuning = WithThreads(definition, MostThreadsForLatency, LongPoll),
            Memory = definition.Memory with
            {
                Backing = backing with { Prealloc = backing.Prealloc ?? true, NoSharePages = backing.NoSharePages ?? true },
            },
        };
    }

    private static VmDefinition Throughput(VmDefinition definition) => definition with
    {
        Tuning = WithThreads(definition, MostThreadsForThroughput, pollMax: null),
        Disks = EachVirtioDisk(definition, disk => disk with
        {
            Queues = disk.Queues ?? Math.Min(definition.Cpu.Count, MostQueues),
            QueueSize = disk.QueueSize ?? LargeRing,
        }),
        Nics = EachVirtioNic(definition, nic => nic with { RxQueueSize = nic.RxQueueSize ?? LargeRing }),
    };

    private static VmDefinition Density(VmDefinition definition)
    {
        var backing = definition.Memory.Backing ?? new MemoryBacking();
        return WithBalloon(definition, balloon => balloon with
        {
            FreePageReporting = balloon.FreePageReporting ?? true,
            Autodeflate = balloon.Autodeflate ?? true,
        }) with
        {
            Tuning = definition.Tuning! with { IoThreads = definition.Tuning.IoThreads ?? [] },
            Memory = definition.Memory with { Backing = backing with { NoSharePages = backing.NoSharePages ?? false } },
            Disks = EachVirtioDisk(definition, disk => disk with
            {
                Queues = disk.Queues ?? 1,
                DetectZeroes = disk.DetectZeroes ?? (disk.Discard == DiskDiscard.Ignore ? null : DetectZeroes.Unmap),
            }),
            Nics = EachVirtioNic(definition, nic => nic with { Queues = nic.Queues ?? 1 }),
        };
    }

    // One thread a disk, as far as there are processors to run them.
    private static TuningDefinition WithThreads(VmDefinition definition, int most, long? pollMax)
    {
        var count = definition.Machine.Type == MachineType.Microvm ? 0 : Math.Min(definition.Disks.Count(IsVirtioDisk), most);
        return definition.Tuning! with
        {
            IoThreads = definition.Tuning.IoThreads
                ?? [.. Enumerable.Range(1, count).Select(id => new IoThreadDefinition { Id = id, PollMax = pollMax })],
        };
    }

    private static VmDefinition WithBalloon(VmDefinition definition, Func<BalloonDefinition, BalloonDefinition> fill) =>
        definition.NoBalloon || (definition.Balloon is null && definition.Machine.Type == MachineType.Microvm)
            ? definition
            : definition with { Balloon = fill(definition.Balloon ?? new BalloonDefinition()) };

    private static IReadOnlyList<DiskDefinition> EachVirtioDisk(VmDefinition definition, Func<DiskDefinition, DiskDefinition> fill) =>
        [.. definition.Disks.Select(disk => IsVirtioDisk(disk) ? fill(disk) : disk)];

    private static IReadOnlyList<NicDefinition> EachVirtioNic(VmDefinition definition, Func<NicDefinition, NicDefinition> fill) =>
        [.. definition.Nics.Select(nic => nic.Model == NicModel.Virtio ? fill(nic) : nic)];
}
