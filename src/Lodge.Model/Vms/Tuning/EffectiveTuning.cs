using System.Globalization;
using System.Text.Json;
using Lodge.Model.Host;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Tuning;

/// <summary>Works out every value that is in effect, and where it comes from.</summary>
public static class EffectiveTuning
{
    private const string NoLimit = "no limit";

    /// <summary>The report on a VM: what it runs with, or will at its next start.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="host">The host; null when nobody knows it.</param>
    public static TuningReport Of(Vm vm, HostTopology? host) => Of(vm.CurrentDefinition, vm.Runtime is not null, host);

    /// <summary>The report on a definition.</summary>
    /// <param name="definition">What the VM runs with, or will at its next start; not filled in.</param>
    /// <param name="running">Whether it runs with this.</param>
    /// <param name="host">The host; null when nobody knows it.</param>
    public static TuningReport Of(VmDefinition definition, bool running, HostTopology? host)
    {
        var values = new EffectiveValues(definition, TuningProfiles.Fill(definition));
        values.Add("tuning.profile", vm => vm.Tuning?.Profile, "general");
        AddCpu(values, host);
        AddThreads(values, host);
        AddMemory(values, host);
        AddBlock(values);
        values.Add("tuning.perfEvents", vm => vm.Tuning?.PerfEvents is { Count: > 0 } events ? Words(events) : null, "none");
        foreach (var disk in definition.Disks)
        {
            AddDisk(values, disk);
        }

        foreach (var (nic, index) in definition.Nics.Select((nic, index) => (nic, index)))
        {
            AddNic(values, nic, index);
        }

        return new TuningReport(definition.Name, running, definition.Tuning?.Profile ?? TuningProfile.General, values.ToList());
    }

    private static void AddCpu(EffectiveValues values, HostTopology? host)
    {
        values.Add("tuning.cpu.weight", vm => vm.Tuning?.Cpu?.Weight, "100");
        values.Add("tuning.cpu.quota", vm => Quota(vm.Tuning?.Cpu?.Quota, vm.Tuning?.Cpu?.Period), NoLimit);
        values.Add("tuning.cpu.globalQuota", vm => Quota(vm.Tuning?.Cpu?.GlobalQuota, vm.Tuning?.Cpu?.GlobalPeriod), NoLimit);
        values.Add("tuning.cpu.emulatorQuota", vm => Quota(vm.Tuning?.Cpu?.EmulatorQuota, vm.Tuning?.Cpu?.EmulatorPeriod), NoLimit);
        values.Add("tuning.cpu.ioThreadQuota", vm => Quota(vm.Tuning?.Cpu?.IoThreadQuota, vm.Tuning?.Cpu?.IoThreadPeriod), NoLimit);
        for (var number = 0; number < values.Filled.Cpu.Count; number++)
        {
            var vcpu = number;
            values.Add(
                Text($"tuning.cpu.vcpuPins[{vcpu}]"),
                vm => vm.Tuning?.Cpu?.VcpuPins?.FirstOrDefault(pin => pin.Vcpu == vcpu)?.CpuSet ?? vm.Tuning?.Cpu?.CpuSet,
                AnyCpu(host),
                ValueSource.Host);
            values.Add(
                Text($"tuning.cpu.vcpuSchedulers[{vcpu}]"),
                vm => vm.Tuning?.Cpu?.VcpuSchedulers?.FirstOrDefault(wish => Names(wish.Vcpus, vcpu)) is { } how ? Policy(how.Policy, how.Priority) : null,
                "other");
        }

        values.Add("tuning.cpu.emulatorPin", vm => vm.Tuning?.Cpu?.EmulatorPin ?? vm.Tuning?.Cpu?.CpuSet, AnyCpu(host), ValueSource.Host);
        values.Add(
            "tuning.cpu.emulatorScheduler",
            vm => vm.Tuning?.Cpu?.EmulatorScheduler is { } how ? Policy(how.Policy, how.Priority) : null,
            "other");
    }

    private static string Words(IEnumerable<PerfEvent> events) =>
        string.Join(',', events.Order().Select(wanted => JsonNamingPolicy.SnakeCaseLower.ConvertName(wanted.ToString())));

    private static void AddThreads(EffectiveValues values, HostTopology? host)
    {
        values.Add("tuning.ioThreads", vm => vm.Tuning?.IoThreads is { } threads ? threads.Count : null, "0");
        foreach (var id in (values.Filled.Tuning?.IoThreads ?? []).Select(thread => thread.Id))
        {
            values.Add(Text($"tuning.ioThreads[{id}].pollMax"), vm => Thread(vm)?.PollMax is { } poll ? Text($"{poll} ns") : null, "32768 ns");
            values.Add(Text($"tuning.ioThreads[{id}].threadPoolMax"), vm => Thread(vm)?.ThreadPoolMax, "64");
            values.Add(
                Text($"tuning.cpu.ioThreadPins[{id}]"),
                vm => vm.Tuning?.Cpu?.IoThreadPins?.FirstOrDefault(pin => pin.IoThread == id)?.CpuSet ?? vm.Tuning?.Cpu?.CpuSet,
                AnyCpu(host),
                ValueSource.Host);

            IoThreadDefinition? Thread(VmDefinition vm) => vm.Tuning?.IoThreads?.FirstOrDefault(thread => thread.Id == id);
        }
    }

    private static void AddMemory(EffectiveValues values, HostTopology? host)
    {
        values.Add("tuning.memory.hardLimit", vm => vm.Tuning?.Memory?.HardLimit, NoLimit);
        values.Add("tuning.memory.softLimit", vm => vm.Tuning?.Memory?.SoftLimit, NoLimit);
        values.Add("tuning.memory.swapHardLimit", vm => vm.Tuning?.Memory?.SwapHardLimit, NoLimit);
        values.Add("memory.backing.hugePages", vm => vm.Memory.Backing?.HugePages, "no");
        values.Add("memory.backing.locked", vm => vm.Memory.Backing?.Locked, "no");
        values.Add("memory.backing.noSharePages", vm => vm.Memory.Backing?.NoSharePages, "no");
        values.Add("memory.backing.prealloc", vm => vm.Memory.Backing?.Prealloc, values.Filled.Memory.Backing?.HugePages is null ? "no" : "yes");
        values.Add(
            "numa.hostNodes",
            vm => vm.Numa?.HostNodes is { } nodes ? $"{nodes} ({EffectiveValues.Show(vm.Numa.Policy ?? NumaPolicy.Strict)})" : null,
            host is null ? "any" : $"any of {CpuSet.Of(host.Nodes.Select(node => node.Id))}",
            ValueSource.Host);
        if (!values.Filled.NoBalloon && (values.Filled.Balloon is not null || values.Filled.Machine.Type != MachineType.Microvm))
        {
            values.Add("balloon.freePageReporting", vm => vm.Balloon?.FreePageReporting, "yes");
            values.Add("balloon.autodeflate", vm => vm.Balloon?.Autodeflate, "yes");
        }
    }

    private static void AddBlock(EffectiveValues values)
    {
        values.Add("tuning.blockIo.weight", vm => vm.Tuning?.BlockIo?.Weight, "100");
        foreach (var device in values.Filled.Tuning?.BlockIo?.Devices ?? [])
        {
            values.Add($"tuning.blockIo.devices[{device.Path}]", _ => BlockLimits(device), NoLimit);
        }
    }

    private static void AddDisk(EffectiveValues values, DiskDefinition disk)
    {
        var path = $"disks[{disk.Name}]";
        if (TuningProfiles.IsVirtioDisk(disk))
        {
            values.Add($"{path}.queues", vm => Disk(vm)?.Queues, Text($"{Math.Min(values.Filled.Cpu.Count, 16)}"));
            values.Add($"{path}.queueSize", vm => Disk(vm)?.QueueSize, "256");
            if (values.Filled.Tuning?.IoThreads is { Count: > 0 })
            {
                values.Add($"{path}.ioThread", vm => Disk(vm)?.IoThread, "spread over all");
            }
        }

        values.Add($"{path}.cache", vm => Disk(vm)?.Cache, "none where the file allows it, else writeback", ValueSource.Host);
        values.Add($"{path}.io", vm => Disk(vm)?.Io, "chosen by the backend", ValueSource.Host);
        values.Add($"{path}.discard", vm => Disk(vm)?.Discard, "unmap");
        values.Add($"{path}.detectZeroes", vm => Disk(vm)?.DetectZeroes, "off");
        values.Add($"{path}.throttle", vm => Disk(vm)?.Throttle is { } throttle ? ThrottleWords.Of(throttle) : null, NoLimit);

        DiskDefinition? Disk(VmDefinition vm) => vm.Disks.FirstOrDefault(other => other.Name == disk.Name);
    }

    private static void AddNic(EffectiveValues values, NicDefinition nic, int index)
    {
        if (nic.Model == NicModel.Virtio)
        {
            values.Add(Text($"nics[{index}].queues"), vm => vm.Nics[index].Queues, "one a vCPU, at most 8, where the network can", ValueSource.Host);
            values.Add(Text($"nics[{index}].rxQueueSize"), vm => vm.Nics[index].RxQueueSize, "256");
        }
    }

    private static string AnyCpu(HostTopology? host) => host is null ? "any" : $"any of {host.Online}";

    private static bool Names(string set, int number) => CpuSet.TryParse(set, out var numbers) && numbers.Contains(number);

    private static string? Quota(long? quota, long? period) => quota > 0 ? Text($"{quota} of {period ?? 100_000} µs") : quota is null ? null : NoLimit;

    private static string Policy(SchedulerPolicy policy, int? priority) => $"{EffectiveValues.Show(policy)}{(priority is { } rank ? Text($" {rank}") : "")}";

    private static string BlockLimits(BlockIoDevice device) => string.Join(", ", new[]
    {
        device.Weight is { } weight ? Text($"weight {weight}") : null,
        device.ReadBytes is { } read ? Text($"read {read} B/s") : null,
        device.WriteBytes is { } write ? Text($"write {write} B/s") : null,
        device.ReadIops is { } reads ? Text($"{reads} reads/s") : null,
        device.WriteIops is { } writes ? Text($"{writes} writes/s") : null,
    }.OfType<string>());

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
