using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.LibvirtXml.Domain;

/// <summary>Gathers <c>&lt;cputune&gt;</c>, <c>&lt;memtune&gt;</c>, <c>&lt;blkiotune&gt;</c>, <c>&lt;perf&gt;</c> and I/O threads.</summary>
internal static class TuningSection
{
    public static TuningDefinition? Read(Element root, LodgeExtras extras)
    {
        var tuning = new TuningDefinition
        {
            Profile = extras.Profile,
            Cpu = CpuTuneSection.Read(root),
            Memory = ReadMemory(root),
            BlockIo = BlockIoTuneSection.Read(root),
            IoThreads = IoThreadSection.Read(root),
            PerfEvents = PerfSection.Read(root),
        };
        return tuning == new TuningDefinition() ? null : tuning;
    }

    public static void WriteBlockIoAndMemory(XmlOut output, TuningDefinition? tuning)
    {
        BlockIoTuneSection.Write(output, tuning?.BlockIo);
        using var limits = output.ElementIfAny("memtune");
        output.Size("hard_limit", tuning?.Memory?.HardLimit);
        output.Size("soft_limit", tuning?.Memory?.SoftLimit);
        output.Size("swap_hard_limit", tuning?.Memory?.SwapHardLimit);
    }

    public static void Write(XmlOut output, VmDefinition vm)
    {
        IoThreadSection.Write(output, (vm.Tuning?.IoThreads).OrEmpty());
        CpuTuneSection.Write(output, vm.Tuning?.Cpu);
    }

    private static MemoryTuning? ReadMemory(Element root)
    {
        var limits = root.Child("memtune");
        var tuning = new MemoryTuning
        {
            HardLimit = limits?.SizeOf("hard_limit"),
            SoftLimit = limits?.SizeOf("soft_limit"),
            SwapHardLimit = limits?.SizeOf("swap_hard_limit"),
        };
        return tuning == new MemoryTuning() ? null : tuning;
    }
}
