using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Scheduling;

/// <summary>The kernel's scheduling policies (sched(7)); the number is the kernel's.</summary>
public enum SchedulingPolicy
{
    /// <summary>SCHED_OTHER: time shared fairly.</summary>
    Other = 0,

    /// <summary>SCHED_FIFO: real time, until the thread waits.</summary>
    Fifo = 1,

    /// <summary>SCHED_RR: real time, with a time slice among equals.</summary>
    RoundRobin = 2,

    /// <summary>SCHED_BATCH: as <see cref="Other"/>, taken to be busy always.</summary>
    Batch = 3,

    /// <summary>SCHED_IDLE: only when nothing else wants to run.</summary>
    Idle = 5,
}

/// <summary>How a thread is scheduled.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Priority">1 to 99 for the real-time policies, 0 for the others.</param>
public sealed record ThreadSchedule(SchedulingPolicy Policy, int Priority)
{
    // SCHED_RESET_ON_FORK may be mixed into the answer.
    private const int PolicyMask = 0xFF;

    /// <summary>Whether the policy is a real-time one.</summary>
    public bool IsRealTime => Policy is SchedulingPolicy.Fifo or SchedulingPolicy.RoundRobin;

    /// <summary>How a thread is scheduled now.</summary>
    /// <param name="threadId">The thread's id.</param>
    /// <exception cref="LinuxException">There is no such thread.</exception>
    public static unsafe ThreadSchedule Get(int threadId)
    {
        var policy = LinuxException.Check(SchedulingCalls.GetScheduler(threadId), "sched_getscheduler", Name(threadId));
        int priority;

        // SAFETY: struct sched_param is this one integer.
        LinuxException.Check(SchedulingCalls.GetParameter(threadId, &priority), "sched_getparam", Name(threadId));
        return new ThreadSchedule((SchedulingPolicy)(policy & PolicyMask), priority);
    }

    /// <summary>Schedules a thread in this way.</summary>
    /// <param name="threadId">The thread's id.</param>
    /// <exception cref="LinuxException">
    /// EPERM: the right is missing, or the thread's control group has no real-time budget. EINVAL: no such priority.
    /// </exception>
    public unsafe void ApplyTo(int threadId)
    {
        var priority = Priority;

        // SAFETY: struct sched_param is this one integer.
        LinuxException.Check(
            SchedulingCalls.SetScheduler(threadId, (int)Policy, &priority), "sched_setscheduler", Name(threadId));
    }

    private static string Name(int threadId) => string.Create(CultureInfo.InvariantCulture, $"thread {threadId}");
}
