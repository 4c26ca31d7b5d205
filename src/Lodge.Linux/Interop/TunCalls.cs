using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>Requests to /dev/net/tun (linux/if_tun.h; Documentation/networking/tuntap.rst).</summary>
internal static unsafe partial class TunCalls
{
    public const nuint SetInterface = 0x400454ca;
    public const nuint SetPersistent = 0x400454cb;
    public const nuint SetOwner = 0x400454cc;
    public const nuint GetFeatures = 0x800454cf;
    public const nuint GetInterface = 0x800454d2;

    public const ushort Tap = 0x0002;
    public const ushort MultiQueue = 0x0100;
    public const ushort Persistent = 0x0800;
    public const ushort NoPacketInformation = 0x1000;
    public const ushort VirtioHeader = 0x4000;
    public const ushort Exclusive = 0x8000;

    // SAFETY (whole file): the argument is a number, or points at a local of the size that the request takes (struct ifreq,
    // 40 bytes, or an unsigned int); the handle is kept open by the marshaller.

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Request(SafeHandle descriptor, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Request(SafeHandle descriptor, nuint request, void* argument);
}

/// <summary>struct ifreq as tap devices use it: a name of 16 bytes, flags, and room up to 40 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 40)]
internal unsafe struct TapRequest
{
    public const int NameSize = 16;

    public fixed byte Name[NameSize];
    public ushort Flags;
}
