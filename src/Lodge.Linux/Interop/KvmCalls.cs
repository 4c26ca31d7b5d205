using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>Requests to /dev/kvm and the descriptors made from it (linux/kvm.h, Documentation/virt/kvm/api.rst).</summary>
internal static unsafe partial class KvmCalls
{
    public const uint GetApiVersion = 0xAE00;
    public const uint CreateVm = 0xAE01;
    public const uint CheckExtension = 0xAE03;
    public const uint GetVcpuMapSize = 0xAE04;
    public const uint CreateVcpu = 0xAE41;
    public const uint SetTssAddress = 0xAE47;
    public const uint SetUserMemoryRegion = 0x4020AE46;
    public const uint Run = 0xAE80;
    public const uint GetRegisters = 0x8090AE81;
    public const uint SetRegisters = 0x4090AE82;
    public const uint GetSpecialRegisters = 0x8138AE83;
    public const uint SetSpecialRegisters = 0x4138AE84;

    public const int ProtectReadWrite = 3;
    public const int MapShared = 1;
    public const int MapPrivateAnonymous = 0x22;

    // SAFETY (whole file): arguments are plain numbers or pointers to locals of exactly the size that the request's
    // number encodes; handles are kept open by the marshaller. ioctl is variadic with one integer or pointer.

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Request(SafeHandle descriptor, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Request(SafeHandle descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nint length);
}

/// <summary>struct kvm_userspace_memory_region (32 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KvmMemoryRegion
{
    public uint Slot;
    public uint Flags;
    public ulong GuestAddress;
    public ulong Size;
    public ulong UserAddress;
}
