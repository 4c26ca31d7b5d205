using System.Text.Json.Serialization;
using Lodge.Model.DiskJobs;
using Lodge.Model.Jobs;
using Lodge.Model.Json;
using Lodge.Model.Networks;
using Lodge.Model.Secrets;
using Lodge.Model.Storage;
using Lodge.Model.Vms.States;

namespace Lodge.Model.Events;

/// <summary>Something that happened, in the one ordered stream that doors, metrics and audit read.</summary>
public sealed record LodgeEvent
{
    /// <summary>Place in the stream: grows by one an event, also over restarts of the daemon (with gaps then).</summary>
    public required long Sequence { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What happened.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>An event that is only begun; publishing gives it number and time.</summary>
    public static LodgeEvent Draft(EventKind kind) => new() { Sequence = 0, Time = default, Kind = kind };

    /// <summary>The VM it happened to; null for host-wide events.</summary>
    public Guid? VmId { get; init; }

    /// <summary>That VM's name at the time.</summary>
    public string? VmName { get; init; }

    /// <summary>The new state, for <see cref="EventKind.VmStateChanged"/>.</summary>
    public VmStatus? Status { get; init; }

    /// <summary>The last lines of a QEMU, or of a process beside it, that ended by itself.</summary>
    public IReadOnlyList<string>? LastWords { get; init; }

    /// <summary>The job, for job events.</summary>
    public Job? Job { get; init; }

    /// <summary>A sentence more.</summary>
    public string? Detail { get; init; }

    /// <summary>Alias of the device that it is about; for <see cref="EventKind.VmIoError"/>, <see cref="EventKind.VmDiskFilled"/> and <see cref="EventKind.VmDiskJobChanged"/> the disk's name.</summary>
    public string? Device { get; init; }

    /// <summary>How a disk failed, for <see cref="EventKind.VmIoError"/>.</summary>
    public DiskFault? Fault { get; init; }

    /// <summary>The new size in bytes, where something changed its size.</summary>
    public long? Bytes { get; init; }

    /// <summary>What the host does for the VM now, for <see cref="EventKind.VmTuned"/>.</summary>
    public TuningChange? Tuning { get; init; }

    /// <summary>Who watches, for <see cref="EventKind.VmViewerChanged"/>.</summary>
    public DisplayViewer? Viewer { get; init; }

    /// <summary>The mark that a disk was filled beyond, for <see cref="EventKind.VmDiskFilled"/>.</summary>
    public DiskMark? Mark { get; init; }

    /// <summary>What came of the work, for <see cref="EventKind.VmDiskJobChanged"/>.</summary>
    public DiskJobNews? DiskJob { get; init; }

    /// <summary>What broke, for <see cref="EventKind.VmMemoryFailed"/>.</summary>
    public MemoryFault? MemoryFault { get; init; }

    /// <summary>The secret, for events of secrets.</summary>
    public SecretDefinition? Secret { get; init; }

    /// <summary>The storage pool, for events of storage pools and volumes.</summary>
    public PoolDefinition? Pool { get; init; }

    /// <summary>How that pool is now, for <see cref="EventKind.PoolStateChanged"/>.</summary>
    public PoolState? PoolState { get; init; }

    /// <summary>Name of the volume, for events of volumes.</summary>
    public string? Volume { get; init; }

    /// <summary>The network's identity, for events of networks.</summary>
    public Guid? NetworkId { get; init; }

    /// <summary>That network's name at the time.</summary>
    public string? NetworkName { get; init; }

    /// <summary>The lease, for events of leases.</summary>
    public DhcpLease? Lease { get; init; }
}

/// <summary>Kinds of events. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<EventKind>))]
public enum EventKind
{
    /// <summary>A VM came to be.</summary>
    VmDefined = 1,

    /// <summary>A VM's definition changed, and maybe with it what runs.</summary>
    VmChanged = 2,

    /// <summary>A VM has another name; the detail is the old one.</summary>
    VmRenamed = 3,

    /// <summary>A VM is gone.</summary>
    VmUndefined = 4,

    /// <summary>A VM changed its state.</summary>
    VmStateChanged = 5,

    /// <summary>The guest rebooted.</summary>
    VmRebooted = 6,

    /// <summary>A disk reported an error.</summary>
    VmIoError = 7,

    /// <summary>A running VM was found and taken over after a restart of the daemon.</summary>
    VmReattached = 8,

    /// <summary>A job began.</summary>
    JobStarted = 9,

    /// <summary>A job came further.</summary>
    JobProgressed = 10,

    /// <summary>A job ended.</summary>
    JobEnded = 11,

    /// <summary>The daemon is ready.</summary>
    DaemonReady = 12,

    /// <summary>A process that does the work of one of a VM's devices ended; the detail says which.</summary>
    VmCompanionEnded = 13,

    /// <summary>A device was plugged into a running VM; the detail is its alias.</summary>
    VmDeviceAdded = 14,

    /// <summary>A device was taken from a running VM; the detail is its alias.</summary>
    VmDeviceRemoved = 15,

    /// <summary>A guest did not feed its watchdog in time; the detail is the watchdog's action.</summary>
    VmWatchdog = 16,

    /// <summary>A guest set its clock; the detail is how many seconds it is now ahead of what its offset counts from.</summary>
    VmClockChanged = 17,

    /// <summary>A guest's balloon moved; the bytes are what the guest has now.</summary>
    VmBalloonChanged = 18,

    /// <summary>A tray moved; the detail is <c>open</c> or <c>closed</c>.</summary>
    VmTrayMoved = 19,

    /// <summary>A guest's agent came or went; the detail is <c>connected</c> or <c>disconnected</c>.</summary>
    VmAgentChanged = 20,

    /// <summary>A guest refused to release a device.</summary>
    VmDeviceKept = 21,

    /// <summary>A guest changed how much of a memory device it uses.</summary>
    VmMemoryDeviceResized = 22,

    /// <summary>What runs was changed, and the VM's definition was not.</summary>
    VmRunningChanged = 23,

    /// <summary>The tuning of a running VM, or the limits of one of its disks, changed.</summary>
    VmTuned = 24,

    /// <summary>Somebody came to a display, was let in, or went.</summary>
    VmViewerChanged = 25,

    /// <summary>A guest wrote beyond the mark that was set on a disk; the mark is gone with it.</summary>
    VmDiskFilled = 26,

    /// <summary>The host's memory is broken where the VM uses it.</summary>
    VmMemoryFailed = 27,

    /// <summary>The connection to a QEMU broke, though its process lives; Lodge connects anew.</summary>
    VmControlLost = 28,

    /// <summary>A guest wrote its memory to its own disk, and powers off.</summary>
    VmHibernated = 29,

    /// <summary>A secret was defined, or what is said of it changed.</summary>
    SecretDefined = 30,

    /// <summary>A secret is gone.</summary>
    SecretUndefined = 31,

    /// <summary>A secret has another value.</summary>
    SecretValueChanged = 32,

    /// <summary>A storage pool was defined, or what is said of it changed.</summary>
    PoolDefined = 33,

    /// <summary>A storage pool is forgotten; its folder stays.</summary>
    PoolUndefined = 34,

    /// <summary>A storage pool was taken into use.</summary>
    PoolStarted = 35,

    /// <summary>A storage pool was taken out of use.</summary>
    PoolStopped = 36,

    /// <summary>The folder of a storage pool was made, or was there already when somebody asked for it.</summary>
    PoolBuilt = 37,

    /// <summary>Somebody had a storage pool looked at anew.</summary>
    PoolRefreshed = 38,

    /// <summary>A network was defined, or its definition changed.</summary>
    NetworkDefined = 39,

    /// <summary>A network is gone.</summary>
    NetworkUndefined = 40,

    /// <summary>A network runs.</summary>
    NetworkStarted = 41,

    /// <summary>A network does not run any more.</summary>
    NetworkStopped = 42,

    /// <summary>What runs of a network was changed.</summary>
    NetworkUpdated = 43,

    /// <summary>A network is not as it should be; the detail says how.</summary>
    NetworkBroken = 44,

    /// <summary>A network was broken and is whole again.</summary>
    NetworkRepaired = 45,

    /// <summary>A guest got an address, or kept it longer.</summary>
    LeaseGiven = 46,

    /// <summary>A lease is over.</summary>
    LeaseEnded = 47,

    /// <summary>A security group or network filter was defined, changed or removed; the detail is its name.</summary>
    FirewallChanged = 48,

    /// <summary>A storage pool can be reached no longer, or again; or it filled beyond a mark. The detail says which.</summary>
    PoolStateChanged = 49,

    /// <summary>A volume came to be.</summary>
    VolumeCreated = 50,

    /// <summary>A volume has other contents or another size.</summary>
    VolumeChanged = 51,

    /// <summary>A volume is gone.</summary>
    VolumeDeleted = 52,

    /// <summary>A storage pool's storage was deleted; its definition stays.</summary>
    PoolDeleted = 53,

    /// <summary>A snapshot was made; the detail is its name.</summary>
    SnapshotCreated = 54,

    /// <summary>A snapshot is gone; the detail is its name.</summary>
    SnapshotDeleted = 55,

    /// <summary>A VM was brought back to a snapshot; the detail is its name.</summary>
    SnapshotReverted = 56,

    /// <summary>Work on the images of a disk caught up with the guest, or ended.</summary>
    VmDiskJobChanged = 57,

    /// <summary>A checkpoint was made; the detail is its name.</summary>
    CheckpointCreated = 58,

    /// <summary>A checkpoint is gone; the detail is its name.</summary>
    CheckpointDeleted = 59,

    /// <summary>No backup may begin from a checkpoint any more; the detail is its name.</summary>
    CheckpointBroken = 60,
}
