using System.Runtime.Intrinsics.X86;

namespace Lodge.Linux.Processors;

/// <summary>How this host's processor encrypts the memory of guests (AMD SEV).</summary>
/// <param name="CBitPosition">Which bit of a guest's physical address says that its page is encrypted, 32 to 63.</param>
/// <param name="ReducedPhysicalBits">How many bits of address that takes away, 1 to 63.</param>
public sealed record MemoryEncryption(int CBitPosition, int ReducedPhysicalBits)
{
    private const int LargestLeaf = unchecked((int)0x80000000);
    private const int EncryptionLeaf = unchecked((int)0x8000001F);
    private const int HasSev = 1 << 1;

    /// <summary>
    /// What the processor says (CPUID leaf 0x8000001F, AMD64 Architecture Programmer's Manual volume 3, E.4.17); null
    /// when it has no SEV.
    /// </summary>
    public static MemoryEncryption? Read()
    {
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(LargestLeaf, 0).Eax < unchecked((uint)EncryptionLeaf))
        {
            return null;
        }

        var (eax, ebx, _, _) = X86Base.CpuId(EncryptionLeaf, 0);
        return (eax & HasSev) == 0 ? null : new MemoryEncryption(ebx & 0x3F, (ebx >> 6) & 0x3F);
    }
}
