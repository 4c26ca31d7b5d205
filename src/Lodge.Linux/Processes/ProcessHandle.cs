using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Processes;

/// <summary>One process, held by a pidfd, so that its number can never come to mean another one.</summary>
public sealed class ProcessHandle : IDisposable
{
    private readonly SafeFileHandle _pidFd;
    private readonly PidFdWatcher _watcher;
    private readonly bool _isChild;
    private readonly TaskCompletionSource<ProcessExit> _exited =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ulong _registration;

    private ProcessHandle(PidFdWatcher watcher, SafeFileHandle pidFd, int pid, long startTime, bool isChild)
    {
        _watcher = watcher;
        _pidFd = pidFd;
        _isChild = isChild;
        Pid = pid;
        StartTime = startTime;
    }

    /// <summary>The process id.</summary>
    public int Pid { get; }

    /// <summary>When the process started, in clock ticks since boot: with the id, it names the process for good.</summary>
    public long StartTime { get; }

    /// <summary>Whether this process started it, and so is told its exit status.</summary>
    public bool IsChild => _isChild;

    /// <summary>Completes the moment the process ends; cancelled when the handle of a stranger is disposed first.</summary>
    public Task<ProcessExit> Exited => _exited.Task;

    /// <summary>Takes hold of a running process again, after a restart of this one.</summary>
    /// <param name="watcher">Notices its end.</param>
    /// <param name="pid">The process id.</param>
    /// <param name="startTime">Its start time as <see cref="StartTime"/> told it then.</param>
    /// <returns>Null when the process has ended, or the number belongs to another one now.</returns>
    /// <exception cref="LinuxException">The kernel has no pidfds (older than 5.3), or no descriptor is left.</exception>
    public static ProcessHandle? TryOpen(PidFdWatcher watcher, int pid, long startTime)
    {
        ArgumentNullException.ThrowIfNull(watcher);
        if (pid <= 0 || OpenPidFd(pid) is not { } pidFd)
        {
            return null;
        }

        // What /proc tells is about the process of the pidfd only if that one is still there afterwards.
        var stat = ProcessStat.Read(pid);
        if (stat is null || stat.HasEnded || stat.StartTime != startTime || !Send(pidFd, 0))
        {
            pidFd.Dispose();
            return null;
        }

        return Watched(new ProcessHandle(watcher, pidFd, pid, startTime, isChild: false));
    }

    /// <summary>Holds a child that was just started; nobody else reaps it, so its number is still its own.</summary>
    internal static ProcessHandle OfChild(PidFdWatcher watcher, int pid)
    {
        SafeFileHandle? pidFd = null;
        try
        {
            pidFd = OpenPidFd(pid) ?? throw new LinuxException(Errno.ESRCH, "pidfd_open", $"process {pid}");
            var stat = ProcessStat.Read(pid) ?? throw new LinuxException(Errno.ESRCH, "read", $"/proc/{pid}/stat");
            return Watched(new ProcessHandle(watcher, pidFd, pid, stat.StartTime, isChild: true));
        }
        catch
        {
            pidFd?.Dispose();
            EndUnheldChild(pid);
            throw;
        }
    }

    /// <summary>Sends a signal.</summary>
    /// <param name="signal">The number, such as <see cref="Signals.Terminate"/>.</param>
    /// <returns>False when the process has ended already.</returns>
    /// <exception cref="LinuxException">The signal may not be sent to this process.</exception>
    public bool Signal(int signal) => Send(_pidFd, signal);

    /// <summary>Waits for the end of the process.</summary>
    /// <param name="cancellation">Ends the wait, not the process.</param>
    public Task<ProcessExit> WaitForExitAsync(CancellationToken cancellation = default) =>
        _exited.Task.WaitAsync(cancellation);

    /// <summary>Lets go of the process, which goes on. A child that still runs is reaped later all the same.</summary>
    public void Dispose()
    {
        if (_exited.Task.IsCompleted)
        {
            _pidFd.Dispose();
        }
        else if (!_isChild && _watcher.Unwatch(_registration))
        {
            _exited.TrySetCanceled();
            _pidFd.Dispose();
        }
        else
        {
            // A child stays registered; the watcher reaps it and the pidfd is closed then.
            _ = _exited.Task.ContinueWith(
                static (_, pidFd) => ((SafeFileHandle)pidFd!).Dispose(), _pidFd,
                CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static ProcessHandle Watched(ProcessHandle handle)
    {
        handle._registration = handle._watcher.Watch(handle._pidFd, handle.OnEnded);
        return handle;
    }

    private void OnEnded() => _exited.TrySetResult(_isChild ? Reap() : ProcessExit.Unknown);

    private unsafe ProcessExit Reap()
    {
        const int CodeExited = 1;
        var info = stackalloc int[ProcessCalls.SigInfoSize / sizeof(int)];
        using var lease = new HandleLease(_pidFd);

        // SAFETY: the buffer has the 128 bytes of siginfo_t. On 64-bit Linux si_code is the third and, for a child's
        // end, si_status the seventh integer of it.
        var result = ProcessCalls.WaitId(
            ProcessCalls.WaitPidFd, lease.Number, info, ProcessCalls.WaitExited | ProcessCalls.WaitNoHang);
        if (result != 0)
        {
            // ECHILD: somebody else in this process reaped it; its status is lost, its end is not.
            return ProcessExit.Unknown;
        }

        var (code, status) = (info[2], info[6]);
        return code == CodeExited ? new ProcessExit(status, null) : new ProcessExit(null, status);
    }

    /// <summary>A child that cannot be held must not run on unknown to everybody.</summary>
    private static unsafe void EndUnheldChild(int pid)
    {
        const int WaitPid = 1;
        var info = stackalloc byte[ProcessCalls.SigInfoSize];

        // SAFETY: the buffer has the 128 bytes of siginfo_t. The number is still the child's: nobody has reaped it.
        _ = ProcessCalls.Kill(pid, Signals.Kill);
        _ = ProcessCalls.WaitId(WaitPid, pid, info, ProcessCalls.WaitExited);
    }

    private static SafeFileHandle? OpenPidFd(int pid)
    {
        var number = ProcessCalls.PidFdOpen(pid);
        if (number >= 0)
        {
            return new SafeFileHandle(number, ownsHandle: true);
        }

        var failure = LinuxException.Last("pidfd_open", $"process {pid}");

        // EINVAL: the number belongs to a thread that is not the first of its process.
        return failure.Errno is Errno.ESRCH or Errno.EINVAL ? null : throw failure;
    }

    private static bool Send(SafeFileHandle pidFd, int signal)
    {
        using var lease = new HandleLease(pidFd);
        if (ProcessCalls.PidFdSendSignal(lease.Number, signal) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == Errno.ESRCH ? false : throw LinuxException.Last("pidfd_send_signal");
    }
}
