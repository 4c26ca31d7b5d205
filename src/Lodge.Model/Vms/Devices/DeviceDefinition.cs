namespace Lodge.Model.Vms.Devices;

/// <summary>What every device of a VM has, whatever it is.</summary>
public abstract record DeviceDefinition
{
    /// <summary>
    /// Name of the device within its VM and within QEMU, such as <c>net0</c>: 1 to 63 characters: letters, digits, <c>.</c>,
    /// <c>_</c>, <c>-</c>, a letter first. Made up when absent, and then kept, so that it always means the same device.
    /// </summary>
    public string? Alias { get; init; }

    /// <summary>
    /// Where the device sits. Assigned when absent, and then kept: no restart, unplug or newer QEMU ever moves it.
    /// </summary>
    public DeviceAddress? Address { get; init; }
}

/// <summary>A device that firmware can boot from.</summary>
public abstract record BootableDevice : DeviceDefinition
{
    /// <summary>
    /// Place in the boot order, 1 or more, unique in the VM. Absent: it is not booted from; when no device has one,
    /// disks are, in the order in which they stand.
    /// </summary>
    public int? BootOrder { get; init; }
}
