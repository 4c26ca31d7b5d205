using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>Calls about who a process is and may do: setresuid(2), prctl(2), capset(2), prlimit(2).</summary>
internal static unsafe partial class CredentialCalls
{
    public const int PrCapBoundingDrop = 24;
    public const int PrSetNoNewPrivileges = 38;
    public const int PrGetNoNewPrivileges = 39;
    public const int PrCapAmbient = 47;
    public const int PrCapAmbientClearAll = 4;

    /// <summary>_LINUX_CAPABILITY_VERSION_3: 64 capability bits in two structures.</summary>
    public const uint CapabilityVersion = 0x20080522;

    // SAFETY (whole file): pointers are stack buffers of the size the call defines, alive during it. glibc applies
    // setresuid, setresgid and setgroups to all threads; prctl and capset act on the calling thread, which is the one
    // that execs.

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint GetEffectiveGroup();

    [LibraryImport("libc", EntryPoint = "getresuid", SetLastError = true)]
    public static partial int GetUsers(uint* real, uint* effective, uint* saved);

    [LibraryImport("libc", EntryPoint = "getresgid", SetLastError = true)]
    public static partial int GetGroups(uint* real, uint* effective, uint* saved);

    [LibraryImport("libc", EntryPoint = "setresuid", SetLastError = true)]
    public static partial int SetUsers(uint real, uint effective, uint saved);

    [LibraryImport("libc", EntryPoint = "setresgid", SetLastError = true)]
    public static partial int SetGroups(uint real, uint effective, uint saved);

    [LibraryImport("libc", EntryPoint = "setgroups", SetLastError = true)]
    public static partial int SetSupplementaryGroups(nint count, uint* groups);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int Prctl(int option, nint a, nint b, nint c, nint d);

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    public static partial int SetCapabilities(void* header, void* data);

    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    public static partial int Limit(int pid, int resource, ulong* newLimit, ulong* oldLimit);

    [LibraryImport("libc", EntryPoint = "umask")]
    public static partial uint Umask(uint mask);

    [LibraryImport("libc", EntryPoint = "getsid", SetLastError = true)]
    public static partial int SessionOf(int pid);
}
