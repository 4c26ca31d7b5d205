using Lodge.Model.Events;

namespace Lodge.Engine.Ports;

/// <summary>Something that QEMU reported of a device, and that changes no state of the VM.</summary>
public abstract record DeviceNews : VmProcessEvent;

/// <summary>The balloon moved.</summary>
/// <param name="Present">What the guest has now, in bytes.</param>
public sealed record BalloonMoved(long Present) : DeviceNews;

/// <summary>The tray of a drive moved.</summary>
/// <param name="Alias">Which drive.</param>
/// <param name="IsOpen">Where the tray is now.</param>
public sealed record TrayMoved(string Alias, bool IsOpen) : DeviceNews;

/// <summary>The guest's agent opened or closed its end of the channel.</summary>
/// <param name="Alias">The channel.</param>
/// <param name="IsConnected">Whether it is there now.</param>
public sealed record AgentMoved(string Alias, bool IsConnected) : DeviceNews;

/// <summary>The guest refused to release a device.</summary>
/// <param name="Alias">Which.</param>
public sealed record DeviceKept(string Alias) : DeviceNews;

/// <summary>The guest changed how much of a memory device it uses.</summary>
/// <param name="Alias">Which.</param>
/// <param name="Present">What it uses now, in bytes.</param>
public sealed record MemoryDeviceResized(string Alias, long Present) : DeviceNews;

/// <summary>Somebody came to a display, was let in, or went.</summary>
/// <param name="Viewer">Who.</param>
public sealed record ViewerMoved(DisplayViewer Viewer) : DeviceNews;

/// <summary>The guest wrote beyond the mark that was set on a disk.</summary>
/// <param name="Disk">Name of the disk in its VM.</param>
/// <param name="Mark">The mark.</param>
public sealed record DiskFilled(string Disk, DiskMark Mark) : DeviceNews;

/// <summary>The host's memory is broken where QEMU uses it.</summary>
/// <param name="Fault">What broke.</param>
public sealed record MemoryFailed(MemoryFault Fault) : DeviceNews;

/// <summary>The connection to QEMU broke, though its process lives.</summary>
/// <param name="Detail">How it broke.</param>
public sealed record ControlLost(string Detail) : DeviceNews;

/// <summary>The guest wrote its memory to its own disk, and powers off.</summary>
public sealed record GuestHibernated : DeviceNews;
