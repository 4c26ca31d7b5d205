using Lodge.Engine.Ports;
using Lodge.Model.Events;

namespace Lodge.Engine.Vms;

/// <summary>Puts news of devices into the words of the event stream. Pure.</summary>
internal static class DeviceAnnouncement
{
    /// <summary>The event, without number, time and VM.</summary>
    public static LodgeEvent Of(DeviceNews news) => news switch
    {
        BalloonMoved moved => Draft(EventKind.VmBalloonChanged) with { Bytes = moved.Present },
        TrayMoved tray => Draft(EventKind.VmTrayMoved, tray.Alias) with { Detail = tray.IsOpen ? "open" : "closed" },
        AgentMoved agent => Draft(EventKind.VmAgentChanged, agent.Alias) with { Detail = agent.IsConnected ? "connected" : "disconnected" },
        DeviceKept kept => Draft(EventKind.VmDeviceKept, kept.Alias),
        MemoryDeviceResized memory => Draft(EventKind.VmMemoryDeviceResized, memory.Alias) with { Bytes = memory.Present },
        ViewerMoved moved => Draft(EventKind.VmViewerChanged) with { Viewer = moved.Viewer },
        DiskFilled filled => Draft(EventKind.VmDiskFilled, filled.Disk) with { Mark = filled.Mark },
        MemoryFailed failed => Draft(EventKind.VmMemoryFailed) with { MemoryFault = failed.Fault },
        ControlLost lost => Draft(EventKind.VmControlLost) with { Detail = lost.Detail },
        GuestHibernated => Draft(EventKind.VmHibernated),
        _ => throw new ArgumentOutOfRangeException(nameof(news), news, "News of a kind that nobody knows."),
    };

    /// <summary>An event that is only begun; publishing gives it number and time.</summary>
    public static LodgeEvent Draft(EventKind kind, string? device = null) => new() { Sequence = 0, Time = default, Kind = kind, Device = device };
}
