using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>Calls about processes: spawning, pidfds, signals. Facts: posix_spawn(3), pidfd_open(2), waitid(2).</summary>
internal static unsafe partial class ProcessCalls
{
    public const short SpawnSetSigDef = 0x04;
    public const short SpawnSetSigMask = 0x08;
    public const short SpawnSetSid = 0x80;

    /// <summary>More than any libc's posix_spawnattr_t, file_actions_t or sigset_t needs (glibc: 336, 80, 128).</summary>
    public const int OpaqueSize = 512;

    public const int WaitPidFd = 3;
    public const int WaitExited = 4;
    public const int WaitNoHang = 1;
    public const int SigInfoSize = 128;

    private const int NrPidFdSendSignal = 424;
    private const int NrPidFdOpen = 434;

    // SAFETY (whole file): every pointer parameter is a buffer that the caller keeps alive and pinned (stack or
    // native memory) for the length of the call; none of these calls keeps a pointer after it returns, except the
    // file actions and attributes, whose strings libc copies itself (POSIX requires it).

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    public static partial int PosixSpawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int AttributesInit(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int AttributesDestroy(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int AttributesSetFlags(void* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int AttributesSetSigMask(void* attributes, void* mask);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int AttributesSetSigDefault(void* attributes, void* set);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    public static partial int SigFillSet(void* set);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static partial int SigEmptySet(void* set);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int ActionsInit(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int ActionsDestroy(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int ActionsAddDup2(void* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ActionsAddOpen(void* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclose")]
    public static partial int ActionsAddClose(void* actions, int descriptor);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    public static partial int ActionsAddCloseFrom(void* actions, int first);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ActionsAddChdir(void* actions, string path);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int idType, int id, void* info, int options);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true)]
    public static partial int Execute(byte* path, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    public static partial int SignalAction(int signal, void* action, void* old);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, nint a, nint b, nint c, nint d);

    /// <summary>pidfd_open(2): a descriptor for a process, close-on-exec always; -1 on error.</summary>
    public static int PidFdOpen(int pid) => (int)Syscall(NrPidFdOpen, pid, 0, 0, 0);

    /// <summary>pidfd_send_signal(2); signal 0 only asks whether the process is there.</summary>
    public static int PidFdSendSignal(int pidFd, int signal) => (int)Syscall(NrPidFdSendSignal, pidFd, signal, 0, 0);
}
