using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Lodge.Model.Vms.Tuning;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Counters;

/// <summary>Counts one kind of event in a thread, and in the threads that it makes from then on, until it is disposed.</summary>
public sealed unsafe class ThreadCounter : IDisposable
{
    private const ulong CountNewThreadsToo = 1 << 1;

    private readonly SafeFileHandle _handle;
    private readonly string _name;

    private ThreadCounter(SafeFileHandle handle, string name) => (_handle, _name) = (handle, name);

    /// <summary>Begins to count.</summary>
    /// <param name="wanted">What.</param>
    /// <param name="threadId">The kernel's id of the thread; 0 for the calling one.</param>
    /// <exception cref="LinuxException">
    /// ENOENT, ENODEV, EOPNOTSUPP: this kernel or processor does not count that. EACCES, EPERM: the caller may not look at
    /// the thread, or kernel.perf_event_paranoid forbids it. ESRCH: the thread has ended.
    /// </exception>
    public static ThreadCounter Open(PerfEvent wanted, int threadId)
    {
        var (type, number) = PerfEventNumbers.Of(wanted);
        var name = string.Create(CultureInfo.InvariantCulture, $"{wanted} of thread {threadId}");
        var attribute = new PerfAttribute { Type = type, Size = (uint)sizeof(PerfAttribute), Config = number, Flags = CountNewThreadsToo };

        // SAFETY: the attribute is a local that outlives the call, and says its own size.
        var handle = PerfCalls.Open(&attribute, threadId);
        return handle.IsInvalid ? throw LinuxException.Last("perf_event_open", name) : new ThreadCounter(handle, name);
    }

    /// <summary>The setting kernel.perf_event_paranoid, which says what users may count who are not root; <c>unknown</c> without it.</summary>
    public static string ReadParanoia() => KernelFile.TryRead("/proc/sys/kernel/perf_event_paranoid")?.Trim() ?? "unknown";

    /// <summary>How often it has happened so far; also after the thread has ended.</summary>
    /// <exception cref="LinuxException">The kernel gives no number.</exception>
    public ulong Read()
    {
        ulong count;

        // SAFETY: the kernel writes the one number of an event without a read format into the eight bytes of a local.
        var length = FileCalls.Read(_handle, &count, sizeof(ulong));
        return length == sizeof(ulong) ? count : throw (length < 0 ? LinuxException.Last("read", _name) : new LinuxException(Errno.EIO, "read", _name));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
