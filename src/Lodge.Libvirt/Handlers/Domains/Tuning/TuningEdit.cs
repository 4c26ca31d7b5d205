using Lodge.Model.Vms;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>Changes a part of a definition's tuning; a part that says nothing any more is left out.</summary>
internal static class TuningEdit
{
    /// <summary>Processor time and placement.</summary>
    public static VmDefinition Cpu(VmDefinition definition, Func<CpuTuning, CpuTuning> edit) =>
        Whole(definition, tuning => tuning with { Cpu = Said(edit(tuning.Cpu ?? new CpuTuning()), new CpuTuning()) });

    /// <summary>Limits of memory.</summary>
    public static VmDefinition Memory(VmDefinition definition, Func<MemoryTuning, MemoryTuning> edit) =>
        Whole(definition, tuning => tuning with { Memory = Said(edit(tuning.Memory ?? new MemoryTuning()), new MemoryTuning()) });

    /// <summary>Share of disks.</summary>
    public static VmDefinition BlockIo(VmDefinition definition, Func<BlockIoTuning, BlockIoTuning> edit) =>
        Whole(definition, tuning => tuning with { BlockIo = Said(edit(tuning.BlockIo ?? new BlockIoTuning()), new BlockIoTuning()) });

    /// <summary>All of it.</summary>
    public static VmDefinition Whole(VmDefinition definition, Func<TuningDefinition, TuningDefinition> edit) =>
        definition with { Tuning = Said(edit(definition.Tuning ?? new TuningDefinition()), new TuningDefinition()) };

    private static T? Said<T>(T value, T nothing)
        where T : class => value.Equals(nothing) ? null : value;
}
