namespace Lodge.Model.Vms.Guest;

/// <summary>A mounted file system of a guest.</summary>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="Device">The device, as the guest names it.</param>
/// <param name="Type">Such as <c>ext4</c>.</param>
/// <param name="UsedBytes">Bytes in use; absent when the guest does not say.</param>
/// <param name="TotalBytes">Bytes in all; absent when the guest does not say.</param>
/// <param name="Disks">The disks that it lies on.</param>
public sealed record GuestFileSystem(
    string MountPoint, string Device, string Type, ulong? UsedBytes, ulong? TotalBytes, IReadOnlyList<GuestDisk> Disks);

/// <summary>A disk below a file system of a guest.</summary>
/// <param name="Bus">Such as <c>virtio</c>.</param>
/// <param name="Device">Its path in the guest; absent when the guest does not say.</param>
/// <param name="Serial">Its serial number; absent for one without.</param>
public sealed record GuestDisk(string Bus, string? Device, string? Serial);

/// <summary>What trimming came to on one file system of a guest.</summary>
/// <param name="MountPoint">Where it is mounted.</param>
/// <param name="TrimmedBytes">Bytes that went back to the host's disk; absent when the guest does not say.</param>
/// <param name="Error">Why it failed; absent when it did not.</param>
public sealed record GuestTrim(string MountPoint, long? TrimmedBytes, string? Error = null);
