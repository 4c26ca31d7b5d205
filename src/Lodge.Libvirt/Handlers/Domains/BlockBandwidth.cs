using Lodge.Libvirt.Errors;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Limits of block jobs: MiB a second on the wire, unless a flag says bytes.</summary>
internal static class BlockBandwidth
{
    private const int MebibyteShift = 20;

    /// <summary>A limit from the wire, bytes a second.</summary>
    /// <exception cref="LibvirtException">It is beyond what can be told to QEMU.</exception>
    public static long InBytes(ulong given, bool isBytes)
    {
        var shift = isBytes ? 0 : MebibyteShift;
        return given <= (ulong)long.MaxValue >> shift
            ? (long)given << shift
            : throw new LibvirtException(ErrorNumber.Overflow, ErrorOrigin.Qemu, $"bandwidth must be less than {(ulong)long.MaxValue >> shift}");
    }

    /// <summary>A limit for the wire, MiB a second, rounded up.</summary>
    public static ulong InMebibytes(long bytes) => ((ulong)bytes + (1UL << MebibyteShift) - 1) >> MebibyteShift;
}
