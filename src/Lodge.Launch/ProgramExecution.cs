using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Lodge.Linux.Launch;

namespace Lodge.Launch;

/// <summary>The last step: this process becomes the program.</summary>
internal static class ProgramExecution
{
    private const int LastSignal = 64;

    /// <summary>Does not return, but for the failure.</summary>
    public static unsafe LinuxException Run(LaunchPlan plan, StatusPipe status)
    {
        using var arguments = new NativeStrings([plan.Executable, .. plan.Arguments]);
        using var environment = new NativeStrings([.. plan.Environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        RestoreIgnoredSignals();
        status.AboutToExecute();

        // SAFETY: path, argv and envp are native strings, argv and envp end in NULL, and all live until the call
        // returns, which is only when it failed.
        _ = ProcessCalls.Execute(arguments.Pointer[0], arguments.Pointer, environment.Pointer);
        return LinuxException.Last("execve", plan.Executable);
    }

    /// <summary>
    /// Handled signals fall back to their defaults at execve, ignored ones stay ignored: the .NET runtime ignores
    /// SIGPIPE, and the program shall not.
    /// </summary>
    private static unsafe void RestoreIgnoredSignals()
    {
        const int SignalActionSize = 512;
        const nint Ignore = 1;
        var action = stackalloc byte[SignalActionSize];
        for (var signal = 1; signal <= LastSignal; signal++)
        {
            // SAFETY: the buffer is larger than struct sigaction (152 bytes in glibc); its first field is the handler.
            new Span<byte>(action, SignalActionSize).Clear();
            if (ProcessCalls.SignalAction(signal, null, action) == 0 && *(nint*)action == Ignore)
            {
                new Span<byte>(action, SignalActionSize).Clear();
                _ = ProcessCalls.SignalAction(signal, action, null);
            }
        }
    }
}
