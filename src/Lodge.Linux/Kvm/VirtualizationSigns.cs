using System.Runtime.Intrinsics.X86;

namespace Lodge.Linux.Kvm;

/// <summary>What the processor says about virtualization.</summary>
/// <param name="IsGuest">This host is itself a virtual machine.</param>
/// <param name="HasHardwareAssist">The processor offers VT-x or AMD-V here.</param>
internal sealed record VirtualizationSigns(bool IsGuest, bool HasHardwareAssist)
{
    /// <summary>
    /// Asks the processor: CPUID leaf 1 ECX bit 31 is the hypervisor's mark and bit 5 VT-x (Intel SDM 2A), leaf
    /// 0x80000001 ECX bit 2 AMD-V (AMD APM 3). Other architectures tell nothing here.
    /// </summary>
    public static VirtualizationSigns Read()
    {
        if (!X86Base.IsSupported)
        {
            return new VirtualizationSigns(false, true);
        }

        var basic = X86Base.CpuId(1, 0).Ecx;
        var extended = X86Base.CpuId(unchecked((int)0x80000001), 0).Ecx;
        return new VirtualizationSigns(
            (basic & (1 << 31)) != 0, (basic & (1 << 5)) != 0 || (extended & (1 << 2)) != 0);
    }
}
