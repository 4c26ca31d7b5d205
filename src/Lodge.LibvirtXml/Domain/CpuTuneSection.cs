using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;cputune&gt;</c>: processor time, pins and schedulers; and the CPU set of <c>&lt;vcpu&gt;</c>.</summary>
internal static class CpuTuneSection
{
    private static readonly Words<SchedulerPolicy> s_policies = new(
        (SchedulerPolicy.Batch, "batch"), (SchedulerPolicy.Idle, "idle"), (SchedulerPolicy.Fifo, "fifo"), (SchedulerPolicy.Rr, "rr"));

    /// <summary>Periods and quotas, in libvirt's order.</summary>
    private static readonly (string Name, Func<CpuTuning, long?> Get, Func<CpuTuning, long, CpuTuning> Set)[] s_numbers =
    [
        ("period", t => t.Period, (t, v) => t with { Period = v }),
        ("quota", t => t.Quota, (t, v) => t with { Quota = v }),
        ("global_period", t => t.GlobalPeriod, (t, v) => t with { GlobalPeriod = v }),
        ("global_quota", t => t.GlobalQuota, (t, v) => t with { GlobalQuota = v }),
        ("emulator_period", t => t.EmulatorPeriod, (t, v) => t with { EmulatorPeriod = v }),
        ("emulator_quota", t => t.EmulatorQuota, (t, v) => t with { EmulatorQuota = v }),
        ("iothread_period", t => t.IoThreadPeriod, (t, v) => t with { IoThreadPeriod = v }),
        ("iothread_quota", t => t.IoThreadQuota, (t, v) => t with { IoThreadQuota = v }),
    ];

    public static CpuTuning? Read(Element root)
    {
        var tune = root.Child("cputune");
        var set = CpuCountSection.ReadCpuSet(root);
        if (tune is null)
        {
            return set is null ? null : new CpuTuning { CpuSet = set };
        }

        var tuning = new CpuTuning
        {
            CpuSet = set,
            Weight = tune.IntOf("shares"),
            VcpuPins = Many(tune, "vcpupin", pin => new VcpuPin(pin.NeedInt("vcpu"), CpuSets.Need(pin, "cpuset"))),
            EmulatorPin = tune.Child("emulatorpin") is { } emulator ? CpuSets.Need(emulator, "cpuset") : null,
            IoThreadPins = Many(tune, "iothreadpin", pin => new IoThreadPin(pin.NeedInt("iothread"), CpuSets.Need(pin, "cpuset"))),
            VcpuSchedulers = Many(tune, "vcpusched", item => new VcpuScheduler(CpuSets.Need(item, "vcpus"), Policy(item), item.Int("priority"))),
            EmulatorScheduler = tune.Child("emulatorsched") is { } own ? new ThreadScheduler(Policy(own), own.Int("priority")) : null,
            IoThreadSchedulers = Many(tune, "iothreadsched", item => new IoThreadScheduler(CpuSets.Need(item, "iothreads"), Policy(item), item.Int("priority"))),
        };
        foreach (var (name, _, set2) in s_numbers)
        {
            tuning = tune.LongOf(name) is { } number ? set2(tuning, number) : tuning;
        }

        return tuning == new CpuTuning() ? null : tuning;
    }

    public static void Write(XmlOut output, CpuTuning? tuning)
    {
        if (tuning is null)
        {
            return;
        }

        using var tune = output.ElementIfAny("cputune");
        output.Leaf("shares", tuning.Weight);
        foreach (var (name, get, _) in s_numbers)
        {
            output.Leaf(name, get(tuning));
        }

        WritePins(output, tuning);
        if (tuning.EmulatorScheduler is { } own)
        {
            Scheduler(output, "emulatorsched", null, null, own.Policy, own.Priority);
        }

        foreach (var scheduler in tuning.VcpuSchedulers.OrEmpty())
        {
            Scheduler(output, "vcpusched", "vcpus", scheduler.Vcpus, scheduler.Policy, scheduler.Priority);
        }

        foreach (var scheduler in tuning.IoThreadSchedulers.OrEmpty())
        {
            Scheduler(output, "iothreadsched", "iothreads", scheduler.IoThreads, scheduler.Policy, scheduler.Priority);
        }
    }

    private static void WritePins(XmlOut output, CpuTuning tuning)
    {
        foreach (var pin in tuning.VcpuPins.OrEmpty())
        {
            using var element = output.Element("vcpupin");
            output.Attr("vcpu", pin.Vcpu).Attr("cpuset", CpuSets.Plain(pin.CpuSet));
        }

        if (tuning.EmulatorPin is not null)
        {
            using var element = output.Element("emulatorpin");
            output.Attr("cpuset", CpuSets.Plain(tuning.EmulatorPin));
        }

        foreach (var pin in tuning.IoThreadPins.OrEmpty())
        {
            using var element = output.Element("iothreadpin");
            output.Attr("iothread", pin.IoThread).Attr("cpuset", CpuSets.Plain(pin.CpuSet));
        }
    }

    private static void Scheduler(XmlOut output, string name, string? which, string? threads, SchedulerPolicy policy, int? priority)
    {
        using var element = output.Element(name);
        output.Attr(which ?? "", which is null ? null : CpuSets.Plain(threads)).Attr("scheduler", s_policies.Of(policy)).Attr("priority", priority);
    }

    private static SchedulerPolicy Policy(Element item) =>
        item.Word("scheduler", s_policies) ?? throw item.Invalid($"missing attribute 'scheduler' of <{item.Name}>");

    private static IReadOnlyList<T>? Many<T>(Element tune, string name, Func<Element, T> read) =>
        tune.Children(name) is { Count: > 0 } found ? [.. found.Select(read)] : null;
}
