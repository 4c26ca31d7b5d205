using Lodge.Engine.Ports;
using Lodge.Model.Events;

namespace Lodge.Engine.Vms;

/// <summary>Puts news of devices into the words of the event stream. Pure.</summary>
internal static class DeviceAnnouncement
{
    /// <summary>The event, without number, time and VM.</summary>
    public static LodgeEvent Of(DeviceNews news) => news switch
    {
        BalloonMoved moved => LodgeEvent.Draft(EventKind.VmBalloonChanged) with { Bytes = moved.Present },
        TrayMoved tray => LodgeEvent.Draft(EventKind.VmTrayMoved) with { Device = tray.Alias, Detail = tray.IsOpen ? "open" : "closed" },
        AgentMoved agent => LodgeEvent.Draft(EventKind.VmAgentChanged) with { Device = agent.Alias, Detail = agent.IsConnected ? "connected" : "disconnected" },
        DeviceKept kept => LodgeEvent.Draft(EventKind.VmDeviceKept) with { Device = kept.Alias },
        MemoryDeviceResized memory => LodgeEvent.Draft(EventKind.VmMemoryDeviceResized) with { Device = memory.Alias, Bytes = memory.Present },
        ViewerMoved moved => LodgeEvent.Draft(EventKind.VmViewerChanged) with { Viewer = moved.Viewer },
        DiskFilled filled => LodgeEvent.Draft(EventKind.VmDiskFilled) with { Device = filled.Disk, Mark = filled.Mark },
        MemoryFailed failed => LodgeEvent.Draft(EventKind.VmMemoryFailed) with { MemoryFault = failed.Fault },
        ControlLost lost => LodgeEvent.Draft(EventKind.VmControlLost) with { Detail = lost.Detail },
        GuestHibernated => LodgeEvent.Draft(EventKind.VmHibernated),
        _ => throw new ArgumentOutOfRangeException(nameof(news), news, "News of a kind that nobody knows."),
    };
}
