using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Companions;

/// <summary>
/// The companions of one live VM: watched while QEMU runs, ended after it. Those that end because their VM does are no
/// news; any other end is reported once.
/// </summary>
internal sealed class CompanionGroup : IDisposable
{
    private static readonly TimeSpan OwnEndPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TermPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KernelPatience = TimeSpan.FromSeconds(10);

    // QEMU closes its sockets a moment before its own end is told, and a companion may be the faster one.
    private static readonly TimeSpan QemuGrace = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly List<Companion> _companions;
    private (ProcessHandle Qemu, Action<CompanionEnded> OnEnded)? _watch;

    /// <summary>A group.</summary>
    public CompanionGroup(IEnumerable<Companion> companions) => _companions = [.. companions];

    /// <summary>Those that belong to the VM now.</summary>
    public IReadOnlyList<Companion> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _companions];
            }
        }
    }

    /// <summary>What the run record keeps of them; null for none.</summary>
    public IReadOnlyList<CompanionRecord>? RecordsOrNull =>
        All is { Count: > 0 } all ? [.. all.Select(companion => companion.Record)] : null;

    /// <summary>From now on the end of a companion is told, unless QEMU ends too; it belongs to the VM no more then.</summary>
    /// <param name="qemu">The VM's QEMU.</param>
    /// <param name="onEnded">Told of each; must not throw.</param>
    public void Watch(ProcessHandle qemu, Action<CompanionEnded> onEnded)
    {
        IReadOnlyList<Companion> present;
        lock (_lock)
        {
            _watch = (qemu, onEnded);
            present = [.. _companions];
        }

        foreach (var companion in present)
        {
            _ = FollowAsync(companion, qemu, onEnded);
        }
    }

    /// <summary>Adds one that was started for a running VM.</summary>
    public void Add(Companion companion)
    {
        (ProcessHandle Qemu, Action<CompanionEnded> OnEnded)? watch;
        lock (_lock)
        {
            _companions.Add(companion);
            watch = _watch;
        }

        if (watch is var (qemu, onEnded))
        {
            _ = FollowAsync(companion, qemu, onEnded);
        }
    }

    /// <summary>Ends one whose device is gone; nothing happens when there is none of that name.</summary>
    /// <exception cref="LodgeException">The kernel does not let the process end.</exception>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        if (Take(companion => companion.Record.Name == name) is { } companion)
        {
            using (companion)
            {
                await EndAsync(companion, cancellationToken);
            }
        }
    }

    /// <summary>Ends all of them: they get a moment to end by themselves, as QEMU is gone; then SIGTERM, then SIGKILL.</summary>
    /// <exception cref="LodgeException">The kernel does not let a process end.</exception>
    public async Task EndAllAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(All.Select(companion => EndAsync(companion, cancellationToken)));
        Dispose();
    }

    /// <summary>Lets go of all of them, which go on; nothing is told any more.</summary>
    public void Dispose()
    {
        while (Take(_ => true) is { } companion)
        {
            companion.Dispose();
        }
    }

    private async Task FollowAsync(Companion companion, ProcessHandle qemu, Action<CompanionEnded> onEnded)
    {
        if (companion.Process is { } process)
        {
            await Task.WhenAny(process.Exited);
            if (process.Exited.IsCanceled)
            {
                return; // The daemon lets go of the VM.
            }
        }

        await Task.WhenAny(qemu.Exited, Task.Delay(QemuGrace));
        if (!qemu.Exited.IsCompleted && Take(mine => ReferenceEquals(mine, companion)) is not null)
        {
            using (companion)
            {
                onEnded(new CompanionEnded(companion.Record.Role, await companion.DescribeEndAsync(), companion.LastWords));
            }
        }
    }

    // Whoever takes one out of the list is the one who tells or ends it.
    private Companion? Take(Predicate<Companion> wanted)
    {
        lock (_lock)
        {
            var found = _companions.Find(wanted);
            if (found is not null)
            {
                _companions.Remove(found);
            }

            return found;
        }
    }

    private static async Task EndAsync(Companion companion, CancellationToken cancellationToken)
    {
        if (companion.Process is not { } process
            || await ExitsWithinAsync(process, OwnEndPatience, cancellationToken)
            || (TrySignal(process, Signals.Terminate) && await ExitsWithinAsync(process, TermPatience, cancellationToken)))
        {
            return;
        }

        TrySignal(process, Signals.Kill);
        if (!await ExitsWithinAsync(process, KernelPatience, cancellationToken))
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed,
                $"The {companion.Record.Role} process {process.Pid} was killed and does not end: the kernel waits for something on its behalf.",
                "Look for storage that does not answer (a dead NFS server, a failing disk); the process ends when that does.");
        }
    }

    private static bool TrySignal(ProcessHandle process, int signal)
    {
        try
        {
            process.Signal(signal);
            return true;
        }
        catch (LinuxException)
        {
            return false; // It is another user's by now; the control group ends it.
        }
    }

    private static async Task<bool> ExitsWithinAsync(ProcessHandle process, TimeSpan time, CancellationToken cancellationToken)
    {
        await Task.WhenAny(process.Exited, Task.Delay(time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return process.Exited.IsCompleted;
    }
}
