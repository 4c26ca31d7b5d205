namespace Lodge.Model.Vms.Guest;

/// <summary>A disk, partition or volume of a guest, as its agent tells.</summary>
/// <param name="Name">Its path in the guest; on Windows its name.</param>
/// <param name="IsPartition">Whether it is a part of a disk.</param>
/// <param name="MadeOf">The paths of what it is made of; empty for a disk.</param>
/// <param name="Disk">What disk it is; absent for what is none of its own.</param>
/// <param name="Alias">Another name that the guest has for it; absent for none.</param>
public sealed record GuestBlockDevice(string Name, bool IsPartition, IReadOnlyList<string> MadeOf, GuestDisk? Disk, string? Alias);
