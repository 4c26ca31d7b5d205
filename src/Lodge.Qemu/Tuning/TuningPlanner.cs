using Lodge.Model.Vms.Tuning;

namespace Lodge.Qemu.Tuning;

/// <summary>
/// Turns what a definition says into what to do, in order. Pure: every knob has a position for every definition, the
/// kernel's own one when nothing is said, and a change moves the knobs whose positions differ.
/// </summary>
internal static class TuningPlanner
{
    private static readonly TuningDefinition s_nothing = new();

    /// <summary>What to do to a QEMU that was just started.</summary>
    /// <exception cref="Lodge.Model.Errors.LodgeException">The host cannot do what is asked; the message names the field.</exception>
    public static IReadOnlyList<TuningKnob> Start(TuningDefinition? wanted, TuningThreads threads, TuningHost host) =>
        wanted is null ? [] : Change(null, wanted, threads, host);

    /// <summary>What to do to a QEMU that runs with other tuning.</summary>
    /// <exception cref="Lodge.Model.Errors.LodgeException">The host cannot do what is asked; the message names the field.</exception>
    public static IReadOnlyList<TuningKnob> Change(
        TuningDefinition? present, TuningDefinition? wanted, TuningThreads threads, TuningHost host)
    {
        var (before, after) = (WithoutGoneDevices(present ?? s_nothing, host), wanted ?? s_nothing);
        var positions = Positions(before, after, threads, host).ToDictionary(knob => knob.Key, knob => knob.Steps);
        return
        [
            .. Positions(after, before, threads, host)
                .Where(knob => knob.Steps.Count > 0 && !knob.Steps.SequenceEqual(positions.GetValueOrDefault(knob.Key, []))),
        ];
    }

    /// <summary>What to do for threads that came later, such as those of vCPUs that were plugged in.</summary>
    /// <param name="wanted">What the VM runs with.</param>
    /// <param name="late">The threads that came later.</param>
    /// <param name="host">The host.</param>
    public static IReadOnlyList<TuningKnob> Join(TuningDefinition? wanted, TuningThreads late, TuningHost host) =>
        wanted?.Cpu is null ? [] : [.. ThreadKnobs.Of(wanted.Cpu, late, host).Where(knob => knob.Steps.Count > 0)];

    // A device that was unplugged from the host holds no limits any more.
    private static TuningDefinition WithoutGoneDevices(TuningDefinition tuning, TuningHost host) => tuning.BlockIo?.Devices is null
        ? tuning
        : tuning with { BlockIo = tuning.BlockIo with { Devices = [.. tuning.BlockIo.Devices.Where(device => host.Devices.ContainsKey(device.Path))] } };

    /// <summary>The positions of all knobs that one of two definitions has.</summary>
    private static IEnumerable<TuningKnob> Positions(TuningDefinition tuning, TuningDefinition other, TuningThreads threads, TuningHost host) =>
    [
        .. GroupKnobs.Cpu(tuning.Cpu, host),
        .. GroupKnobs.Memory(tuning.Memory, host),
        .. BlockKnobs.Of(tuning.BlockIo, other.BlockIo, host),
        .. ThreadKnobs.Of(tuning.Cpu ?? new CpuTuning(), threads, host),
        .. IoThreadKnobs.Of(tuning.IoThreads, other.IoThreads, threads),
        .. PerfKnobs.Of(tuning.PerfEvents),
    ];
}
