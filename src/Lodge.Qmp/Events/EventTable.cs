using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;

namespace Lodge.Qmp.Events;

/// <summary>Which type each event name on the wire has.</summary>
internal static class EventTable
{
    public static readonly FrozenDictionary<string, JsonTypeInfo> Types = new Dictionary<string, JsonTypeInfo>
    {
        ["SHUTDOWN"] = EventJson.Default.ShutdownEvent,
        ["RESET"] = EventJson.Default.ResetEvent,
        ["POWERDOWN"] = EventJson.Default.PowerdownEvent,
        ["STOP"] = EventJson.Default.StopEvent,
        ["RESUME"] = EventJson.Default.ResumeEvent,
        ["SUSPEND"] = EventJson.Default.SuspendEvent,
        ["SUSPEND_DISK"] = EventJson.Default.SuspendDiskEvent,
        ["WAKEUP"] = EventJson.Default.WakeupEvent,
        ["WATCHDOG"] = EventJson.Default.WatchdogEvent,
        ["RTC_CHANGE"] = EventJson.Default.RtcChangeEvent,
        ["GUEST_PANICKED"] = EventJson.Default.GuestPanickedEvent,
        ["GUEST_CRASHLOADED"] = EventJson.Default.GuestCrashLoadedEvent,
        ["GUEST_PVSHUTDOWN"] = EventJson.Default.GuestPvShutdownEvent,
        ["DEVICE_DELETED"] = EventJson.Default.DeviceDeletedEvent,
        ["DEVICE_UNPLUG_GUEST_ERROR"] = EventJson.Default.DeviceUnplugGuestErrorEvent,
        ["DEVICE_TRAY_MOVED"] = EventJson.Default.DeviceTrayMovedEvent,
        ["VSERPORT_CHANGE"] = EventJson.Default.VserportChangeEvent,
        ["NIC_RX_FILTER_CHANGED"] = EventJson.Default.NicRxFilterChangedEvent,
        ["BALLOON_CHANGE"] = EventJson.Default.BalloonChangeEvent,
        ["MEMORY_DEVICE_SIZE_CHANGE"] = EventJson.Default.MemoryDeviceSizeChangeEvent,
        ["MEMORY_FAILURE"] = EventJson.Default.MemoryFailureEvent,
        ["MIGRATION"] = EventJson.Default.MigrationEvent,
        ["MIGRATION_PASS"] = EventJson.Default.MigrationPassEvent,
        ["BLOCK_IO_ERROR"] = EventJson.Default.BlockIoErrorEvent,
        ["BLOCK_IMAGE_CORRUPTED"] = EventJson.Default.BlockImageCorruptedEvent,
        ["BLOCK_WRITE_THRESHOLD"] = EventJson.Default.BlockWriteThresholdEvent,
        ["QUORUM_FAILURE"] = EventJson.Default.QuorumFailureEvent,
        ["BLOCK_JOB_COMPLETED"] = EventJson.Default.BlockJobCompletedEvent,
        ["BLOCK_JOB_CANCELLED"] = EventJson.Default.BlockJobCancelledEvent,
        ["BLOCK_JOB_READY"] = EventJson.Default.BlockJobReadyEvent,
        ["BLOCK_JOB_ERROR"] = EventJson.Default.BlockJobErrorEvent,
        ["BLOCK_JOB_PENDING"] = EventJson.Default.BlockJobPendingEvent,
        ["JOB_STATUS_CHANGE"] = EventJson.Default.JobStatusChangeEvent,
        ["DUMP_COMPLETED"] = EventJson.Default.DumpCompletedEvent,
        ["VNC_CONNECTED"] = EventJson.Default.VncConnectedEvent,
        ["VNC_INITIALIZED"] = EventJson.Default.VncInitializedEvent,
        ["VNC_DISCONNECTED"] = EventJson.Default.VncDisconnectedEvent,
        ["SPICE_CONNECTED"] = EventJson.Default.SpiceConnectedEvent,
        ["SPICE_INITIALIZED"] = EventJson.Default.SpiceInitializedEvent,
        ["SPICE_DISCONNECTED"] = EventJson.Default.SpiceDisconnectedEvent,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
