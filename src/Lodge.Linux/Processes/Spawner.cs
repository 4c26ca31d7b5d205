using Lodge.Linux.Errors;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Processes;

/// <summary>
/// Starts programs through posix_spawn(3), which does not copy this process's memory: in a session of their own, with
/// default signals, and with the listed descriptors open and no others.
/// </summary>
/// <param name="watcher">Notices their ends.</param>
public sealed class Spawner(PidFdWatcher watcher)
{
    /// <summary>Starts a program; returns once it has been executed.</summary>
    /// <param name="request">What to start.</param>
    /// <exception cref="LinuxException">It could not be executed; the message says why.</exception>
    /// <exception cref="ArgumentException">A target number is out of range or used twice.</exception>
    public ProcessHandle Spawn(SpawnRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var actions = new SpawnActions(request);
        return ProcessHandle.OfChild(watcher, Execute(request, actions));
    }

    private static unsafe int Execute(SpawnRequest request, SpawnActions actions)
    {
        using var arguments = new NativeStrings([request.Executable, .. request.Arguments]);
        using var environment = new NativeStrings([.. request.Environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        var attributes = stackalloc byte[ProcessCalls.OpaqueSize];
        var signals = stackalloc byte[ProcessCalls.OpaqueSize];

        // SAFETY: both buffers are larger than the structures libc keeps in them (glibc 336 and 128 bytes), live on
        // this stack frame, and are used between init and destroy only. argv and envp end in NULL and outlive the call.
        Check(ProcessCalls.AttributesInit(attributes), "posix_spawnattr_init");
        try
        {
            Check(ProcessCalls.AttributesSetFlags(
                attributes,
                ProcessCalls.SpawnSetSid | ProcessCalls.SpawnSetSigDef | ProcessCalls.SpawnSetSigMask), "setflags");
            _ = ProcessCalls.SigFillSet(signals);
            Check(ProcessCalls.AttributesSetSigDefault(attributes, signals), "setsigdefault");
            _ = ProcessCalls.SigEmptySet(signals);
            Check(ProcessCalls.AttributesSetSigMask(attributes, signals), "setsigmask");

            int pid;
            Check(ProcessCalls.PosixSpawn(
                &pid, arguments.Pointer[0], actions.Pointer, attributes, arguments.Pointer, environment.Pointer),
                request.Executable);
            return pid;
        }
        finally
        {
            _ = ProcessCalls.AttributesDestroy(attributes);
        }
    }

    /// <summary>The posix_spawn family returns the error number instead of setting errno.</summary>
    private static void Check(int error, string subject)
    {
        if (error != 0)
        {
            throw new LinuxException(error, "posix_spawn", subject);
        }
    }
}
