using System.Globalization;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Events.Notices;
using Lodge.Model.DiskJobs;
using Lodge.Model.Events;
using Lodge.Model.Jobs;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>A notice, and the name that the domain had then.</summary>
internal readonly record struct NamedNotice(string Name, DomainNotice Notice);

/// <summary>Events of the engine in libvirt's words. Pure: one event in, any number of notices out, in order.</summary>
internal static class DomainEventTranslation
{
    private const int Added = 0;
    private const int Updated = 1;
    private const int Renamed = 2;
    private const int Removed = 0;
    private const int RenamedAway = 1;
    private const int PausedByError = 1;
    private const int ReportedError = 2;

    /// <summary>What is told of an event.</summary>
    public static IEnumerable<NamedNotice> Of(LodgeEvent happened, DomainKnowledge known)
    {
        var name = happened.VmName ?? "";
        return happened is { Kind: EventKind.VmRenamed, Detail: { } before }
            ? [new(before, new LifecycleNotice(LifecycleEvent.Undefined, RenamedAway)), new(name, new LifecycleNotice(LifecycleEvent.Defined, Renamed))]
            : Notices(happened, known).Select(notice => new NamedNotice(name, notice));
    }

    private static IEnumerable<DomainNotice> Notices(LodgeEvent happened, DomainKnowledge known) => happened.Kind switch
    {
        EventKind.VmStateChanged when happened.Status is { } status => LifecycleTranslation.Of(known.Before, status),
        EventKind.VmDefined when !known.IsTransient => [new LifecycleNotice(LifecycleEvent.Defined, Added)],
        EventKind.VmChanged when !known.IsTransient => [new LifecycleNotice(LifecycleEvent.Defined, Updated)],
        EventKind.VmUndefined when !known.IsTransient => [new LifecycleNotice(LifecycleEvent.Undefined, Removed)],
        EventKind.VmRebooted => [new RebootNotice()],
        EventKind.VmClockChanged when long.TryParse(happened.Detail, CultureInfo.InvariantCulture, out var offset) => [new RtcNotice(offset)],
        EventKind.VmWatchdog => [new WatchdogNotice(WatchdogAction(happened.Detail))],
        EventKind.JobEnded when happened.Job is { } job => OfJob(job),
        _ => OfDevice(happened, known),
    };

    private static IEnumerable<DomainNotice> OfDevice(LodgeEvent happened, DomainKnowledge known) => happened.Kind switch
    {
        EventKind.VmIoError when happened.Fault is { } fault => OfFault(happened.Device ?? "", fault, known),
        EventKind.VmDeviceAdded when happened.Detail is { } alias => [new DeviceAddedNotice(alias)],
        EventKind.VmDeviceRemoved when happened.Detail is { } alias => [new DeviceRemovedNotice(alias)],
        EventKind.VmDeviceKept when happened.Device is { } alias => [new DeviceKeptNotice(alias)],
        EventKind.VmTrayMoved when happened.Device is { } alias => [new TrayNotice(alias, happened.Detail == "open" ? 0 : 1)],
        EventKind.VmAgentChanged => [new AgentNotice(happened.Detail == "connected")],
        EventKind.VmBalloonChanged when happened.Bytes is { } bytes => [new BalloonNotice((ulong)bytes >> 10)],
        EventKind.VmMemoryDeviceResized when happened is { Device: { } alias, Bytes: { } bytes } => [new MemoryDeviceNotice(alias, (ulong)bytes >> 10)],
        _ => OfHost(happened, known),
    };

    private static IEnumerable<DomainNotice> OfHost(LodgeEvent happened, DomainKnowledge known) => happened.Kind switch
    {
        EventKind.VmTuned when happened.Tuning is { } change && HostEventTranslation.OfTuning(change) is { } notice => [notice],
        EventKind.VmViewerChanged when happened.Viewer is { } viewer => [HostEventTranslation.OfViewer(viewer)],
        EventKind.VmDiskFilled when happened is { Mark: { } mark, Device: { } name } =>
            [new BlockThresholdNotice(name, DiskOf(name, known)?.Source?.HostPath(), (ulong)mark.Threshold, (ulong)mark.Excess)],
        EventKind.VmDiskJobChanged when happened is { DiskJob: { } job, Device: { } target } => OfDiskJob(target, job),
        EventKind.VmMemoryFailed when happened.MemoryFault is { } fault => [HostEventTranslation.OfMemory(fault)],
        EventKind.VmControlLost => [new ControlErrorNotice()],
        EventKind.VmHibernated => [new PmSuspendDiskNotice()],
        _ => [],
    };

    // Who ends a copy without a pivot, has cancelled it in libvirt's words.
    private static IEnumerable<DomainNotice> OfDiskJob(string target, DiskJobNews job)
    {
        var status = job.State switch
        {
            DiskJobState.Ready => 3,
            DiskJobState.Failed => 1,
            DiskJobState.Completed when job.Pivoted || job.Kind is DiskJobKind.Pull or DiskJobKind.Commit => 0,
            _ => 2,
        };
        return [new BlockJobNotice(job.Path, BlockJobTypes.Of(job.Kind), status), new BlockJobTargetNotice(target, BlockJobTypes.Of(job.Kind), status)];
    }

    private static DiskDefinition? DiskOf(string name, DomainKnowledge known) =>
        known.Vm?.CurrentDefinition.Disks.FirstOrDefault(disk => disk.Name == name || disk.Alias == name);

    private static IEnumerable<DomainNotice> OfFault(string name, DiskFault fault, DomainKnowledge known)
    {
        var disk = DiskOf(name, known);
        var path = disk?.Source?.HostPath() ?? "";
        var alias = disk?.Alias ?? name;
        var action = fault.GuestStopped ? PausedByError : ReportedError;
        return [new IoErrorNotice(path, alias, action), new IoErrorReasonNotice(path, alias, action, fault.NoSpace ? "enospc" : "")];
    }

    // What QEMU dumps, libvirt halts first and calls a pause.
    private static int WatchdogAction(string? word) => word switch
    {
        "pause" or "dump" => 1,
        "reset" => 2,
        "poweroff" => 3,
        "shutdown" => 4,
        "inject-nmi" => 6,
        _ => 0,
    };

    private static IEnumerable<DomainNotice> OfJob(Job job) => Operation(job.Kind) is not { } operation
        ? []
        :
        [
            new JobNotice(new TypedParams()
                .Int("operation", operation)
                .ULong("time_elapsed", (ulong)Math.Max(0, ((job.EndedAt ?? job.StartedAt) - job.StartedAt).TotalMilliseconds))
                .Boolean("success", job.State == JobState.Succeeded)
                .Text("errmsg", job.Error?.Message)
                .ToArray()),
        ];

    /// <summary>A kind of work as numbered on the wire (virDomainJobOperation); null for one that libvirt has no job for.</summary>
    public static int? Operation(JobKind kind) => kind switch
    {
        JobKind.Save => 2,
        JobKind.Restore => 3,
        JobKind.Dump => 8,
        _ => null,
    };
}
