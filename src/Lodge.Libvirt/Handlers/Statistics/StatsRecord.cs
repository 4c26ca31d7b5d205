using System.Globalization;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>
/// The bulk statistics of one domain under libvirt's names. Pure. What nobody knows is left out, as libvirt does: of a
/// domain that does not run, nearly everything.
/// </summary>
internal static class StatsRecord
{
    /// <summary>A processor that is there (virVcpuState).</summary>
    public const int VcpuRunning = 1;

    /// <summary>The parameters of the groups, in libvirt's order.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="usage">What it has used; null when it does not run.</param>
    /// <param name="groups">Which groups.</param>
    /// <param name="withBacking">Whether the images behind disks are told of, too.</param>
    public static TypedParam[] Of(Vm vm, VmUsage? usage, StatsGroup groups, bool withBacking = false)
    {
        var into = new TypedParams();
        Add(StatsGroup.State, () => AddState(into, vm));
        Add(StatsGroup.CpuTotal, () => AddCpu(into, usage?.Process));
        Add(StatsGroup.Balloon, () => AddBalloon(into, vm.CurrentDefinition, usage));
        Add(StatsGroup.Vcpu, () => AddVcpus(into, vm.CurrentDefinition, usage));
        Add(StatsGroup.Interface, () => AddInterfaces(into, vm.CurrentDefinition, usage));
        Add(StatsGroup.Block, () => AddBlocks(into, vm.CurrentDefinition, usage, withBacking));
        Add(StatsGroup.Perf, () => AddPerfEvents(into, usage));
        Add(StatsGroup.IoThread, () => AddIoThreads(into, usage));
        Add(StatsGroup.DirtyRate, () => AddDirtyRate(into, usage?.DirtyRate));
        return into.ToArray();

        void Add(StatsGroup group, Action add)
        {
            if ((groups & group) != 0)
            {
                add();
            }
        }
    }

    private static void AddState(TypedParams into, Vm vm)
    {
        var (state, reason) = DomainStates.Of(vm.Status);
        into.Int("state.state", (int)state).Int("state.reason", reason);
    }

    private static void AddCpu(TypedParams into, ProcessUsage? process)
    {
        if (process is not null)
        {
            into.ULong("cpu.time", (ulong)process.CpuNanoseconds)
                .ULong("cpu.user", (ulong)process.UserNanoseconds)
                .ULong("cpu.system", (ulong)process.SystemNanoseconds);
        }
    }

    // Sizes are in KiB.
    private static void AddBalloon(TypedParams into, VmDefinition definition, VmUsage? usage)
    {
        into.ULong("balloon.current", usage?.Memory is { } memory ? KiB(memory.Present) : DomainSizes.Memory(definition))
            .ULong("balloon.maximum", DomainSizes.MaxMemory(definition));
        foreach (var (tag, value) in usage is null ? [] : GuestMemoryTags.Of(usage).Where(told => told.Tag != MemoryTag.Current))
        {
            into.ULong($"balloon.{GuestMemoryTags.WordOf(tag)}", value);
        }
    }

    private static void AddVcpus(TypedParams into, VmDefinition definition, VmUsage? usage)
    {
        into.UInt("vcpu.current", (uint)DomainSizes.Vcpus(definition)).UInt("vcpu.maximum", (uint)definition.Cpu.Count);
        foreach (var vcpu in usage?.Vcpus ?? [])
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"vcpu.{vcpu.Number}");
            into.Int($"{name}.state", VcpuRunning)
                .ULong($"{name}.time", (ulong)vcpu.CpuNanoseconds)
                .ULong($"{name}.wait", (ulong)vcpu.WaitNanoseconds)
                .ULong($"{name}.delay", (ulong)vcpu.DelayNanoseconds);
        }
    }

    // A card in a private network of its own has no interface, and nothing that counts.
    private static void AddInterfaces(TypedParams into, VmDefinition definition, VmUsage? usage)
    {
        into.UInt("net.count", (uint)definition.Nics.Count);
        foreach (var (number, nic) in definition.Nics.Index())
        {
            if (usage?.Nics.FirstOrDefault(counted => counted.Alias == nic.Alias) is { } card)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"net.{number}");
                into.Text($"{name}.name", card.Interface)
                    .ULong($"{name}.rx.bytes", card.ReceivedBytes)
                    .ULong($"{name}.rx.pkts", card.ReceivedPackets)
                    .ULong($"{name}.rx.errs", card.ReceiveErrors)
                    .ULong($"{name}.rx.drop", card.ReceiveDrops)
                    .ULong($"{name}.tx.bytes", card.SentBytes)
                    .ULong($"{name}.tx.pkts", card.SentPackets)
                    .ULong($"{name}.tx.errs", card.SendErrors)
                    .ULong($"{name}.tx.drop", card.SendDrops);
            }
        }
    }

    private static void AddBlocks(TypedParams into, VmDefinition definition, VmUsage? usage, bool withBacking)
    {
        var disks = definition.Disks.Select(disk => (Disk: disk, Counted: usage?.Disks.FirstOrDefault(used => used.Name == disk.Name))).ToList();
        into.UInt("block.count", (uint)disks.Sum(disk => 1 + (withBacking ? disk.Counted?.Backing.Count ?? 0 : 0)));
        var number = 0;
        foreach (var (disk, counted) in disks)
        {
            AddImage(into, number++, disk.Name, disk.Source?.HostPath(), depth: 0, counted);
            foreach (var (depth, image) in withBacking ? (counted?.Backing ?? []).Index() : [])
            {
                AddImage(into, number++, disk.Name, image.Path, depth + 1, image);
            }
        }
    }

    private static void AddImage(TypedParams into, int number, string? name, string? path, int depth, DiskUsage? counted)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"block.{number}");
        into.Text($"{prefix}.name", name).Text($"{prefix}.path", path);
        if (depth > 0)
        {
            into.UInt($"{prefix}.backingIndex", (uint)depth);
        }

        if (counted is not null)
        {
            AddBlock(into, prefix, counted);
        }
    }

    private static void AddBlock(TypedParams into, string prefix, DiskUsage disk)
    {
        into.ULong($"{prefix}.rd.reqs", (ulong)disk.Reads)
            .ULong($"{prefix}.rd.bytes", (ulong)disk.ReadBytes)
            .ULong($"{prefix}.rd.times", (ulong)disk.ReadNanoseconds)
            .ULong($"{prefix}.wr.reqs", (ulong)disk.Writes)
            .ULong($"{prefix}.wr.bytes", (ulong)disk.WrittenBytes)
            .ULong($"{prefix}.wr.times", (ulong)disk.WriteNanoseconds)
            .ULong($"{prefix}.fl.reqs", (ulong)disk.Flushes)
            .ULong($"{prefix}.fl.times", (ulong)disk.FlushNanoseconds);
        AddSize("allocation", disk.HighestWrite);
        AddSize("capacity", disk.Capacity);
        AddSize("physical", disk.Length);

        void AddSize(string name, long? bytes)
        {
            if (bytes is { } known)
            {
                into.ULong($"{prefix}.{name}", (ulong)known);
            }
        }
    }

    private static void AddPerfEvents(TypedParams into, VmUsage? usage)
    {
        foreach (var counted in usage?.PerfEvents ?? [])
        {
            into.ULong($"perf.{PerfNames.Of(counted.Event)}", counted.Count);
        }
    }

    private static void AddIoThreads(TypedParams into, VmUsage? usage)
    {
        if (usage is null)
        {
            return;
        }

        into.UInt("iothread.count", (uint)usage.IoThreads.Count);
        foreach (var thread in usage.IoThreads)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"iothread.{thread.Number}");
            into.ULong($"{name}.poll-max-ns", (ulong)thread.PollMaxNanoseconds)
                .UInt($"{name}.poll-grow", (uint)thread.PollGrow)
                .UInt($"{name}.poll-shrink", (uint)thread.PollShrink);
        }
    }

    private static void AddDirtyRate(TypedParams into, DirtyRate? rate)
    {
        if (rate is null)
        {
            return;
        }

        into.Int("dirtyrate.calc_status", rate.State)
            .Long("dirtyrate.calc_start_time", rate.StartedAt)
            .Int("dirtyrate.calc_period", rate.Seconds)
            .Text("dirtyrate.calc_mode", rate.Mode);
        if (rate.MebibytesPerSecond is { } speed)
        {
            into.Long("dirtyrate.megabytes_per_second", speed);
        }
    }

    private static ulong KiB(long bytes) => (ulong)bytes >> 10;
}
