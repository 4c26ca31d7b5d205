using System.Collections.Concurrent;
using System.Text.Json;
using Lodge.Linux.Counters;
using Lodge.Linux.Errors;
using Lodge.Linux.Processes;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Tuning;
using Lodge.Model.Vms.Usage;

namespace Lodge.Qemu.Meters;

/// <summary>
/// What the kernel counts for one QEMU: a counter for each event in each thread, which the threads inherit that those make.
/// The counters are this daemon's, so that a later one begins from zero.
/// </summary>
/// <param name="pid">The QEMU.</param>
internal sealed class PerfCounters(int pid) : IDisposable
{
    private const string Gone = "ESRCH";

    private readonly ConcurrentDictionary<PerfEvent, IReadOnlyList<ThreadCounter>> _open = [];

    /// <summary>Sees whether this daemon on this host can count events at all.</summary>
    /// <exception cref="LodgeException">One of them it cannot; the message says which and why.</exception>
    public static void ThrowIfImpossible(IEnumerable<PerfEvent> events)
    {
        foreach (var wanted in events)
        {
            try
            {
                ThreadCounter.Open(wanted, threadId: 0).Dispose();
            }
            catch (LinuxException refused)
            {
                throw Refused(wanted, refused);
            }
        }
    }

    /// <summary>Begins to count an event in all threads; nothing happens when it is counted already.</summary>
    /// <exception cref="LodgeException">The kernel refused.</exception>
    public void Open(PerfEvent wanted)
    {
        if (_open.ContainsKey(wanted))
        {
            return;
        }

        var counters = new List<ThreadCounter>();
        try
        {
            counters.AddRange(ProcessThreads.List(pid).Select(thread => OpenUnlessGone(wanted, thread)).OfType<ThreadCounter>());
            _open[wanted] = counters;
        }
        catch (LinuxException refused)
        {
            counters.ForEach(counter => counter.Dispose());
            throw Refused(wanted, refused);
        }
    }

    /// <summary>Counts an event no longer, and forgets what was counted.</summary>
    public void Close(PerfEvent wanted)
    {
        foreach (var counter in _open.TryRemove(wanted, out var counters) ? counters : [])
        {
            counter.Dispose();
        }
    }

    /// <summary>What has been counted, in the order of the events.</summary>
    public IReadOnlyList<PerfCount> Read() => [.. _open.OrderBy(open => open.Key).Select(open => Sum(open.Key, open.Value)).OfType<PerfCount>()];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var wanted in _open.Keys)
        {
            Close(wanted);
        }
    }

    // Null when counting ended between the two looks.
    private static PerfCount? Sum(PerfEvent counted, IReadOnlyList<ThreadCounter> counters)
    {
        try
        {
            return new PerfCount(counted, counters.Aggregate(0UL, (sum, counter) => sum + counter.Read()));
        }
        catch (Exception closed) when (closed is ObjectDisposedException or LinuxException)
        {
            return null;
        }
    }

    // QEMU's helper threads come and go.
    private static ThreadCounter? OpenUnlessGone(PerfEvent wanted, int thread)
    {
        try
        {
            return ThreadCounter.Open(wanted, thread);
        }
        catch (LinuxException gone) when (gone.Name == Gone)
        {
            return null;
        }
    }

    private static LodgeException Refused(PerfEvent wanted, LinuxException refused)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(wanted.ToString());
        return refused.Name switch
        {
            "ENOENT" or "ENODEV" or "EOPNOTSUPP" or "ENXIO" or "ENOSYS" => new(
                ErrorCode.Unsupported,
                $"tuning.perfEvents: '{name}' cannot be counted: this host's kernel or processor does not offer it ({refused.Name}).",
                PerfEventNumbers.IsHardware(wanted)
                    ? "Virtual machines often have no counters of the processor; take the event out, or one that the kernel counts, such as cpu_clock or page_faults."
                    : "Take the event out.",
                refused),
            "EACCES" or "EPERM" => new(
                ErrorCode.Unsupported,
                $"tuning.perfEvents: '{name}' cannot be counted: this daemon may not do that, as kernel.perf_event_paranoid is {ThreadCounter.ReadParanoia()}.",
                "Run the system's daemon as root, or lower kernel.perf_event_paranoid.",
                refused),
            "EMFILE" or "ENFILE" => new(
                ErrorCode.InsufficientResources,
                $"tuning.perfEvents: '{name}' cannot be counted: {refused.Message}.",
                "Each event takes an open file for each thread of the VM; count fewer.",
                refused),
            _ => new(ErrorCode.HypervisorFailed, $"tuning.perfEvents: '{name}' cannot be counted: {refused.Message}.", cause: refused),
        };
    }
}
