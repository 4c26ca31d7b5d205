namespace Lodge.Model.Vms;

/// <summary>The resets of a guest since its QEMU was started, as far as Lodge saw them.</summary>
/// <param name="Count">How many; those that firmware does by itself in its first two seconds count with the one before.</param>
/// <param name="LastAt">When the last one was.</param>
/// <param name="LastByGuest">Whether the guest did the last one itself; false for the host's reset button.</param>
public sealed record GuestResets(int Count, DateTimeOffset LastAt, bool LastByGuest);
