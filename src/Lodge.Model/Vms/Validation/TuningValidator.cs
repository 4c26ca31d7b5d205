using System.Globalization;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Model.Vms.Validation;

/// <summary>Placement, quotas and limits: ranges, lists of processors, and that a part is not more than the whole.</summary>
internal static class TuningValidator
{
    private const string CpuPath = "tuning.cpu";

    public static IEnumerable<Flaw> Check(VmDefinition definition)
    {
        if (definition.Tuning is not { } tuning)
        {
            return [];
        }

        return
        [
            .. Times(tuning.Cpu),
            .. Sets(tuning.Cpu),
            .. VcpuPins(tuning.Cpu, definition.Cpu.Count),
            .. IoThreadPins(tuning),
            .. Schedulers(tuning.Cpu, definition.Cpu.Count),
            .. Memory(tuning.Memory),
            .. Block(tuning.BlockIo),
            .. IoThreads(tuning.IoThreads),
        ];
    }

    private static IEnumerable<Flaw> Times(CpuTuning? cpu) => cpu is null ? [] :
    [
        .. Range($"{CpuPath}.weight", cpu.Weight, 1, 10_000),
        .. Quota("", cpu.Quota, cpu.Period),
        .. Quota("global", cpu.GlobalQuota, cpu.GlobalPeriod),
        .. Quota("emulator", cpu.EmulatorQuota, cpu.EmulatorPeriod),
        .. Quota("ioThread", cpu.IoThreadQuota, cpu.IoThreadPeriod),
    ];

    private static IEnumerable<Flaw> Quota(string whose, long? quota, long? period)
    {
        foreach (var flaw in Range($"{CpuPath}.{Name("period")}", period, 1000, 1_000_000))
        {
            yield return flaw;
        }

        if (quota is not (null or -1 or (>= 1000 and <= 17_592_186_044_415)))
        {
            yield return new Flaw($"{CpuPath}.{Name("quota")}", Text($"must be 1000 or more, or -1 for no limit, and is {quota}"));
        }

        string Name(string what) => whose.Length == 0 ? what : $"{whose}{char.ToUpperInvariant(what[0])}{what[1..]}";
    }

    private static IEnumerable<Flaw> Sets(CpuTuning? cpu) => cpu is null ? [] :
    [
        .. Set($"{CpuPath}.cpuSet", cpu.CpuSet),
        .. Set($"{CpuPath}.emulatorPin", cpu.EmulatorPin),
        .. (cpu.VcpuPins ?? []).SelectMany((pin, i) => Set(At("vcpuPins", i, "cpuSet"), pin.CpuSet)),
        .. (cpu.IoThreadPins ?? []).SelectMany((pin, i) => Set(At("ioThreadPins", i, "cpuSet"), pin.CpuSet)),
    ];

    private static IEnumerable<Flaw> VcpuPins(CpuTuning? cpu, int count) =>
    [
        .. (cpu?.VcpuPins ?? []).SelectMany((pin, i) => Range(At("vcpuPins", i, "vcpu"), pin.Vcpu, 0, count - 1)),
        .. Repeated(cpu?.VcpuPins ?? [], pin => pin.Vcpu, i => At("vcpuPins", i, "vcpu")),
    ];

    private static IEnumerable<Flaw> IoThreadPins(TuningDefinition tuning) =>
        Repeated(tuning.Cpu?.IoThreadPins ?? [], pin => pin.IoThread, i => At("ioThreadPins", i, "ioThread"))
            .Concat((tuning.Cpu?.IoThreadPins ?? []).SelectMany((pin, i) => tuning.IoThreads is { } named && named.All(thread => thread.Id != pin.IoThread)
                ? [new Flaw(At("ioThreadPins", i, "ioThread"), Text($"must be the id of an I/O thread in tuning.ioThreads, and is {pin.IoThread}"))]
                : Range(At("ioThreadPins", i, "ioThread"), pin.IoThread, 1, int.MaxValue)));

    private static IEnumerable<Flaw> Schedulers(CpuTuning? cpu, int count) => cpu is null ? [] :
    [
        .. (cpu.VcpuSchedulers ?? []).SelectMany((wish, i) => VcpuScheduler(wish, i, count)),
        .. (cpu.IoThreadSchedulers ?? []).SelectMany((wish, i) => Set(At("ioThreadSchedulers", i, "ioThreads"), wish.IoThreads)
            .Concat(Priority(At("ioThreadSchedulers", i, "priority"), wish.Policy, wish.Priority))),
        .. cpu.EmulatorScheduler is { } emulator ? Priority($"{CpuPath}.emulatorScheduler.priority", emulator.Policy, emulator.Priority) : [],
    ];

    private static IEnumerable<Flaw> VcpuScheduler(VcpuScheduler wish, int index, int count)
    {
        var path = At("vcpuSchedulers", index, "vcpus");
        var named = Set(path, wish.Vcpus).ToList();
        if (named.Count == 0 && CpuSet.TryParse(wish.Vcpus, out var set) && set.Numbers[^1] >= count)
        {
            named.Add(new Flaw(path, Text($"must name vCPUs below cpu.count ({count}), and names {set.Numbers[^1]}")));
        }

        return named.Concat(Priority(At("vcpuSchedulers", index, "priority"), wish.Policy, wish.Priority));
    }

    private static IEnumerable<Flaw> Priority(string path, SchedulerPolicy policy, int? priority) => (policy, priority) switch
    {
        (SchedulerPolicy.Fifo or SchedulerPolicy.Rr, null) => [new Flaw(path, "is missing: real-time policies need one, 1 to 99")],
        (SchedulerPolicy.Fifo or SchedulerPolicy.Rr, _) => Range(path, priority, 1, 99),
        (_, null) => [],
        _ => [new Flaw(path, "must be left out: only the policies fifo and rr have one")],
    };

    private static IEnumerable<Flaw> Memory(MemoryTuning? memory)
    {
        var fields = new[] { ("hardLimit", memory?.HardLimit), ("softLimit", memory?.SoftLimit), ("swapHardLimit", memory?.SwapHardLimit) };
        foreach (var (name, limit) in fields)
        {
            if (limit is { Bytes: < 1 << 20 })
            {
                yield return new Flaw($"tuning.memory.{name}", $"must be 1MiB or more, and is {limit}");
            }
        }

        if (memory?.SwapHardLimit is { } swap && (memory.HardLimit is not { } hard || swap.Bytes < hard.Bytes))
        {
            yield return new Flaw("tuning.memory.swapHardLimit", $"must be at least tuning.memory.hardLimit, as it holds memory and swap together, and is {swap}");
        }

        if (memory is { SoftLimit: { } soft, HardLimit: { } most } && soft.Bytes > most.Bytes)
        {
            yield return new Flaw("tuning.memory.softLimit", $"must be at most tuning.memory.hardLimit ({most}), and is {soft}");
        }
    }

    private static IEnumerable<Flaw> Block(BlockIoTuning? block) => block is null ? [] :
    [
        .. Range("tuning.blockIo.weight", block.Weight, 1, 10_000),
        .. (block.Devices ?? []).SelectMany(Device),
        .. Repeated(block.Devices ?? [], device => device.Path, i => Text($"tuning.blockIo.devices[{i}].path")),
    ];

    private static IEnumerable<Flaw> Device(BlockIoDevice device, int index)
    {
        var path = Text($"tuning.blockIo.devices[{index}]");
        return
        [
            .. device.Path.StartsWith('/') ? Array.Empty<Flaw>() : [new Flaw($"{path}.path", $"must be an absolute path, and is '{device.Path}'")],
            .. Range($"{path}.weight", device.Weight, 1, 10_000),
            .. Range($"{path}.readBytes", device.ReadBytes, 1, long.MaxValue),
            .. Range($"{path}.writeBytes", device.WriteBytes, 1, long.MaxValue),
            .. Range($"{path}.readIops", device.ReadIops, 1, uint.MaxValue),
            .. Range($"{path}.writeIops", device.WriteIops, 1, uint.MaxValue),
        ];
    }

    private static IEnumerable<Flaw> IoThreads(IReadOnlyList<IoThreadDefinition>? threads) =>
    [
        .. (threads ?? []).SelectMany(IoThread),
        .. Repeated(threads ?? [], thread => thread.Id, i => Text($"tuning.ioThreads[{i}].id")),
    ];

    private static IEnumerable<Flaw> IoThread(IoThreadDefinition thread, int index)
    {
        var path = Text($"tuning.ioThreads[{index}]");
        return
        [
            .. Range($"{path}.id", thread.Id, 1, 4096),
            .. Range($"{path}.pollMax", thread.PollMax, 0, long.MaxValue),
            .. Range($"{path}.pollGrow", thread.PollGrow, 0, long.MaxValue),
            .. Range($"{path}.pollShrink", thread.PollShrink, 0, long.MaxValue),
            .. Range($"{path}.threadPoolMin", thread.ThreadPoolMin, 0, 1024),
            .. Range($"{path}.threadPoolMax", thread.ThreadPoolMax, 1, 1024),
            .. (thread.ThreadPoolMin ?? 0) > (thread.ThreadPoolMax ?? 64)
                ? [new Flaw($"{path}.threadPoolMin", Text($"must be at most threadPoolMax ({thread.ThreadPoolMax ?? 64}), and is {thread.ThreadPoolMin}"))]
                : Array.Empty<Flaw>(),
        ];
    }

    private static IEnumerable<Flaw> Set(string path, string? text) => text is null || CpuSet.TryParse(text, out _)
        ? []
        : [new Flaw(path, $"must be a list such as '0-3,^2,8' with numbers up to {CpuSet.Largest}, and is '{text}'")];

    private static IEnumerable<Flaw> Range(string path, long? value, long least, long most) => value is null || (value >= least && value <= most)
        ? []
        : [new Flaw(path, Text($"must be {least} {(most is long.MaxValue or int.MaxValue ? "or more" : $"to {most}")}, and is {value}"))];

    // The second and later of the same are wrong.
    private static IEnumerable<Flaw> Repeated<T, TKey>(IReadOnlyList<T> list, Func<T, TKey> key, Func<int, string> path) => list
        .Select((item, i) => (Key: key(item), Path: path(i)))
        .GroupBy(item => item.Key)
        .SelectMany(group => group.Skip(1).Select(item => new Flaw(item.Path, $"is there more than once: {group.Key}")));

    private static string At(string list, int index, string field) => Text($"{CpuPath}.{list}[{index}].{field}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
