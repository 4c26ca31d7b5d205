namespace Lodge.Libvirt.Handlers.Events;

/// <summary>Kinds of domain events, as numbered on the wire (virDomainEventID). Append only.</summary>
internal enum DomainEventId
{
    /// <summary>A domain came, went, started, stopped and the like.</summary>
    Lifecycle = 0,

    /// <summary>The guest rebooted.</summary>
    Reboot = 1,

    /// <summary>The guest set its clock.</summary>
    RtcChange = 2,

    /// <summary>The watchdog fired.</summary>
    Watchdog = 3,

    /// <summary>A disk failed.</summary>
    IoError = 4,

    /// <summary>A viewer came or went.</summary>
    Graphics = 5,

    /// <summary>A disk failed, with the reason.</summary>
    IoErrorReason = 6,

    /// <summary>The hypervisor is not reached.</summary>
    ControlError = 7,

    /// <summary>A block job is ready or over, by path.</summary>
    BlockJob = 8,

    /// <summary>A medium was dropped at the start. Never sent.</summary>
    DiskChange = 9,

    /// <summary>A tray moved.</summary>
    TrayChange = 10,

    /// <summary>The guest woke up.</summary>
    PmWakeup = 11,

    /// <summary>The guest went to sleep.</summary>
    PmSuspend = 12,

    /// <summary>The balloon moved.</summary>
    BalloonChange = 13,

    /// <summary>The guest went to sleep on its disk.</summary>
    PmSuspendDisk = 14,

    /// <summary>A device is gone.</summary>
    DeviceRemoved = 15,

    /// <summary>A block job is ready or over, by target.</summary>
    BlockJob2 = 16,

    /// <summary>Tuning changed.</summary>
    Tunable = 17,

    /// <summary>The guest's agent came or went.</summary>
    AgentLifecycle = 18,

    /// <summary>A device is new.</summary>
    DeviceAdded = 19,

    /// <summary>A round of a migration. Never sent.</summary>
    MigrationIteration = 20,

    /// <summary>Long work ended.</summary>
    JobCompleted = 21,

    /// <summary>The guest did not release a device.</summary>
    DeviceRemovalFailed = 22,

    /// <summary>Title, description or metadata was noted down by a client.</summary>
    MetadataChange = 23,

    /// <summary>A disk is filled up to a mark.</summary>
    BlockThreshold = 24,

    /// <summary>The host's memory is broken.</summary>
    MemoryFailure = 25,

    /// <summary>A guest uses more or less of a memory device.</summary>
    MemoryDeviceSizeChange = 26,

    /// <summary>A guest changed a MAC address. Never sent.</summary>
    NicMacChange = 27,

    /// <summary>A processor was unplugged. Never sent.</summary>
    VcpuRemoved = 28,

    /// <summary>A guest opened or closed a channel. Never sent.</summary>
    ChannelLifecycle = 29,
}

/// <summary>What happened to a domain in <see cref="DomainEventId.Lifecycle"/> (virDomainEventType). Append only.</summary>
internal enum LifecycleEvent
{
    /// <summary>It was defined, or its definition changed.</summary>
    Defined = 0,

    /// <summary>It is not defined any more.</summary>
    Undefined = 1,

    /// <summary>It started.</summary>
    Started = 2,

    /// <summary>It stands still.</summary>
    Suspended = 3,

    /// <summary>It goes on.</summary>
    Resumed = 4,

    /// <summary>It stopped.</summary>
    Stopped = 5,

    /// <summary>The guest has powered off.</summary>
    Shutdown = 6,

    /// <summary>The guest sleeps.</summary>
    PmSuspended = 7,

    /// <summary>The guest's kernel panicked.</summary>
    Crashed = 8,
}
