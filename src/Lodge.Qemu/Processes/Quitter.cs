using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Qemu.Recovery;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Processes;

/// <summary>
/// Ends a QEMU: by its own quit, which leaves its images in order; by SIGTERM, which does the same, when the monitor
/// cannot be reached; by SIGKILL when either takes longer than a moment. Then clears what it leaves.
/// </summary>
internal sealed class Quitter(QemuParts parts, VmCleaner cleaner)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KernelPatience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private bool _isCleared;
    private volatile bool _wasAsked;

    /// <summary>Whether the process was asked to end before it ended.</summary>
    public bool WasAsked => _wasAsked;

    /// <summary>Ends the process and clears; completes at once when that has been done already.</summary>
    /// <exception cref="LodgeException">The kernel does not let the process end.</exception>
    public async Task QuitAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_isCleared)
            {
                return;
            }

            if (!parts.Process.Exited.IsCompleted)
            {
                _wasAsked = true;
                await EndAsync(cancellationToken);
            }

            await parts.Companions.EndAllAsync(cancellationToken);
            await cleaner.ClearAsync(parts.Record.Current.Intent.Definition.Id, cancellationToken);
            _isCleared = true;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        await AskAsync(cancellationToken);
        if (await ExitsWithinAsync(Patience, cancellationToken))
        {
            return;
        }

        parts.Process.Signal(Signals.Kill);
        if (!await ExitsWithinAsync(KernelPatience, cancellationToken))
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed,
                $"QEMU process {parts.Process.Pid} was killed and does not end: the kernel waits for something on its behalf.",
                "Look for storage that does not answer (a dead NFS server, a failing disk); the process ends when that does.");
        }
    }

    // The answer is not waited for: QEMU is as good as its word, and the process's end says more.
    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var quit = parts.Session.ExecuteAsync(new QuitCommand(), Patience, cancellationToken);
        await Task.WhenAny(quit, parts.Process.Exited);
        if (quit.IsFaulted && !parts.Process.Exited.IsCompleted)
        {
            parts.Process.Signal(quit.Exception.InnerException is LodgeException { Error.Code: ErrorCode.Timeout }
                ? Signals.Kill
                : Signals.Terminate);
        }
    }

    private async Task<bool> ExitsWithinAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        await Task.WhenAny(parts.Process.Exited, Task.Delay(time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return parts.Process.Exited.IsCompleted;
    }
}
