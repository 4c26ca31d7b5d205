namespace Lodge.Qmp.Events;

/// <summary>BALLOON_CHANGE: the guest changed how much memory it leaves itself.</summary>
/// <param name="Actual">The guest's memory now, in bytes.</param>
public sealed record BalloonChangeEvent(long Actual) : QmpEvent;

/// <summary>MEMORY_DEVICE_SIZE_CHANGE: the guest changed how much of a memory device it uses.</summary>
/// <param name="Size">What is plugged now, in bytes.</param>
/// <param name="QomPath">The device's place in the object tree.</param>
/// <param name="Id">The device's id; null for a device without one.</param>
public sealed record MemoryDeviceSizeChangeEvent(ulong Size, string QomPath, string? Id = null) : QmpEvent;

/// <summary>MEMORY_FAILURE: the host's memory is broken.</summary>
/// <param name="Recipient"><c>guest</c> or <c>hypervisor</c>: whose memory.</param>
/// <param name="Action"><c>ignore</c>, <c>inject</c>, <c>fatal</c> or <c>reset</c>: what QEMU does about it.</param>
/// <param name="Flags">More about it.</param>
public sealed record MemoryFailureEvent(string Recipient, string Action, MemoryFailureFlags? Flags = null) : QmpEvent;

/// <summary>More about broken memory.</summary>
/// <param name="ActionRequired">Whether it was being used, so that something has to be done.</param>
/// <param name="Recursive">Whether it broke while the guest still dealt with another failure.</param>
public sealed record MemoryFailureFlags(bool ActionRequired, bool Recursive);
