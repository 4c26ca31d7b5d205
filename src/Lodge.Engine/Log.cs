using Lodge.Model.Vms.States;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine;

/// <summary>What the engine logs. Ids are stable: 1000 to 1999 belong to the engine.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "VM {Name}: {State}, {Reason}{Detail}")]
    public static partial void StateChanged(ILogger logger, string name, VmState state, VmReason reason, string? detail);

    [LoggerMessage(1002, LogLevel.Warning, "VM {Name}: reacting to {Event} failed")]
    public static partial void ReactionFailed(ILogger logger, string name, string @event, Exception exception);

    [LoggerMessage(1003, LogLevel.Warning, "VM {Name}: {Trigger} makes no sense while it is {State}; ignored")]
    public static partial void TransitionIgnored(ILogger logger, string name, VmTrigger trigger, VmState state);

    [LoggerMessage(1004, LogLevel.Error, "Writing {What} failed; it is retried with the next change")]
    public static partial void StoreFailed(ILogger logger, string what, Exception exception);

    [LoggerMessage(1005, LogLevel.Information, "VM {Name}: taken over again, process {ProcessId}")]
    public static partial void Reattached(ILogger logger, string name, int processId);

    [LoggerMessage(1006, LogLevel.Error, "VM {Name}: could not be taken over; it is left running, and tried again")]
    public static partial void RecoveryFailed(ILogger logger, string name, Exception exception);

    [LoggerMessage(1007, LogLevel.Information, "Recovery: {Running} of {Records} recorded VMs still run")]
    public static partial void Recovered(ILogger logger, int running, int records);

    [LoggerMessage(1008, LogLevel.Warning, "Job {Kind} of {Subject} failed: {Reason}")]
    public static partial void JobFailed(ILogger logger, string kind, string subject, string reason);

    [LoggerMessage(1009, LogLevel.Error, "Job {Kind} of {Subject} met a defect")]
    public static partial void JobCrashed(ILogger logger, string kind, string subject, Exception exception);

    [LoggerMessage(1010, LogLevel.Warning, "VM {Name}: its console connection broke: {Reason}")]
    public static partial void ConsoleBroke(ILogger logger, string name, string reason);

    [LoggerMessage(1011, LogLevel.Warning, "VM {Name}: autostart failed: {Reason}")]
    public static partial void AutostartFailed(ILogger logger, string name, string reason);

    [LoggerMessage(1012, LogLevel.Warning, "Sweeping up what belongs to no VM failed")]
    public static partial void SweepFailed(ILogger logger, Exception exception);

    [LoggerMessage(1013, LogLevel.Warning, "VM {Name}: undoing a failed start left something behind")]
    public static partial void UndoFailed(ILogger logger, string name, Exception exception);

    [LoggerMessage(1014, LogLevel.Warning, "VM {Name}: left to the next lodged to take over")]
    public static partial void RecoveryLeft(ILogger logger, string name);
}
