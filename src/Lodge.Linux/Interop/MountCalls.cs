using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>Calls about mounts: mount(2), umount2(2).</summary>
internal static partial class MountCalls
{
    public const nuint ReadOnly = 1;
    public const nuint NoSetUid = 2;
    public const nuint NoDevices = 4;
    public const nuint NoExecution = 8;
    public const nuint NoAccessTimes = 1024;

    public const int Force = 1;
    public const int Detach = 2;

    // SAFETY (whole file): only strings and numbers are passed; the marshaller keeps the strings alive for the call.

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string kind, nuint flags, string? data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Unmount(string target, int flags);
}
