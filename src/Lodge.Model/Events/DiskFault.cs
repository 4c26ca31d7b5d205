namespace Lodge.Model.Events;

/// <summary>How a disk failed.</summary>
/// <param name="Write">Whether at a write; else at a read.</param>
/// <param name="NoSpace">Whether the host had no space left for it.</param>
/// <param name="GuestStopped">Whether the guest was paused because of it; else the guest was told.</param>
public sealed record DiskFault(bool Write, bool NoSpace, bool GuestStopped);
