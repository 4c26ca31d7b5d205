using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace Lodge.Linux.Processors;

/// <summary>How fast this host's time stamp counter runs, as far as the processor or the hypervisor below tells.</summary>
public static class TimeStampCounter
{
    private const int MaxBasicLeaf = 0;
    private const int CrystalLeaf = 0x15;
    private const int BaseFrequencyLeaf = 0x16;
    private const int HypervisorLeaf = 0x40000000;
    private const int HypervisorTimingLeaf = 0x40000010;

    /// <summary>
    /// Kilohertz; null when nobody tells. Sources, the best first: CPUID leaf 0x15 (crystal clock and its ratio, Intel
    /// SDM volume 2A), a hypervisor's leaf 0x40000010 (VMware's, also offered by others), leaf 0x16 (base frequency),
    /// <c>/proc/cpuinfo</c>.
    /// </summary>
    public static int? ReadKilohertz() => FromCrystal() ?? FromHypervisor() ?? FromBaseFrequency() ?? FromKernel();

    private static int? FromCrystal()
    {
        var (denominator, numerator, crystal, _) = Leaf(MaxBasicLeaf, CrystalLeaf);
        return denominator > 0 && numerator > 0 && crystal > 0 ? (int)((long)crystal * numerator / denominator / 1000) : null;
    }

    private static int? FromHypervisor() => Leaf(HypervisorLeaf, HypervisorTimingLeaf).Eax is > 0 and var kilohertz ? kilohertz : null;

    private static int? FromBaseFrequency() => Leaf(MaxBasicLeaf, BaseFrequencyLeaf).Eax is > 0 and < 20_000 and var megahertz ? megahertz * 1000 : null;

    private static int? FromKernel() => File.ReadLines("/proc/cpuinfo")
        .Where(line => line.StartsWith("cpu MHz", StringComparison.Ordinal))
        .Select(line => double.TryParse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture, out var megahertz) ? (int?)(megahertz * 1000) : null)
        .FirstOrDefault();

    // A leaf beyond the largest repeats another one, so the largest is asked for first.
    private static (int Eax, int Ebx, int Ecx, int Edx) Leaf(int largest, int leaf) =>
        X86Base.IsSupported && (uint)X86Base.CpuId(largest, 0).Eax is var most && most >= (uint)leaf && most < (uint)largest + 0x10000
            ? X86Base.CpuId(leaf, 0)
            : default;
}
