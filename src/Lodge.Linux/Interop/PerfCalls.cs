using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Interop;

/// <summary>perf_event_open(2), for which libc has no wrapper (linux/perf_event.h).</summary>
internal static unsafe partial class PerfCalls
{
    private const int NrOnX64 = 298;
    private const int NrOnArm64 = 241;
    private const nint AnyProcessor = -1;
    private const nint NoGroup = -1;
    private const nint CloseOnExec = 8;

    // SAFETY (whole file): the attribute is a local of the caller whose own size stands in it; the kernel copies it and keeps
    // no pointer.

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, PerfAttribute* attribute, nint thread, nint processor, nint group, nint flags);

    /// <summary>Begins to count for a thread (0: the calling one) on whichever processor it runs; the handle is invalid when the kernel refused.</summary>
    public static SafeFileHandle Open(PerfAttribute* attribute, int thread)
    {
        var number = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => NrOnX64,
            Architecture.Arm64 => NrOnArm64,
            _ => throw new LinuxException(Errno.ENOSYS, "perf_event_open"),
        };

        // SAFETY: a descriptor that the kernel just made belongs to nobody else; -1 makes an invalid handle.
        return new SafeFileHandle(Syscall(number, attribute, thread, AnyProcessor, NoGroup, CloseOnExec), ownsHandle: true);
    }
}

/// <summary>struct perf_event_attr in its first version, 64 bytes, which every kernel takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PerfAttribute
{
    public uint Type;
    public uint Size;
    public ulong Config;
    public ulong SamplePeriod;
    public ulong SampleType;
    public ulong ReadFormat;
    public ulong Flags;
    public uint WakeUpEvents;
    public uint BreakpointType;
    public ulong MoreConfig;
}
