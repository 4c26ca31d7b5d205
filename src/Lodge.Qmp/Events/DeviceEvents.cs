namespace Lodge.Qmp.Events;

/// <summary>DEVICE_DELETED: a device is gone, as the guest agreed to its removal, or on reset.</summary>
/// <param name="Path">Its place in the object tree.</param>
/// <param name="Device">Its id; null for a device without one.</param>
public sealed record DeviceDeletedEvent(string Path, string? Device = null) : QmpEvent;

/// <summary>DEVICE_UNPLUG_GUEST_ERROR: the guest refused to let a device go.</summary>
/// <param name="Path">Its place in the object tree.</param>
/// <param name="Device">Its id; null for a device without one.</param>
public sealed record DeviceUnplugGuestErrorEvent(string Path, string? Device = null) : QmpEvent;

/// <summary>DEVICE_TRAY_MOVED: the tray of a removable drive opened or closed.</summary>
/// <param name="Device">The block device's name; empty for a drive that is known by its id alone.</param>
/// <param name="Id">The drive's id or place in the object tree.</param>
/// <param name="TrayOpen">Where the tray is now.</param>
public sealed record DeviceTrayMovedEvent(string Device, string Id, bool TrayOpen) : QmpEvent;

/// <summary>VSERPORT_CHANGE: the guest opened or closed a virtio serial port, such as the guest agent's.</summary>
/// <param name="Id">The port's device id.</param>
/// <param name="Open">Whether the guest has it open now.</param>
public sealed record VserportChangeEvent(string Id, bool Open) : QmpEvent;

/// <summary>NIC_RX_FILTER_CHANGED: the guest changed what a network card lets in. Sent once until asked for.</summary>
/// <param name="Path">The card's place in the object tree.</param>
/// <param name="Name">The card's id; null for a card without one.</param>
public sealed record NicRxFilterChangedEvent(string Path, string? Name = null) : QmpEvent;
