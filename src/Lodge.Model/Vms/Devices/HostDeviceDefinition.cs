using System.Text.Json.Serialization;

namespace Lodge.Model.Vms.Devices;

/// <summary>A device of the host that the guest gets for itself.</summary>
public sealed record HostDeviceDefinition : BootableDevice
{
    /// <summary>Which device.</summary>
    public required HostDeviceSource Source { get; init; }

    /// <summary>PCI: whether Lodge takes the device from its driver at start and gives it back after. Absent: yes.</summary>
    public bool? Managed { get; init; }

    /// <summary>PCI: the card's boot firmware.</summary>
    public RomDefinition? Rom { get; init; }

    /// <summary>Mediated device: whether it is the guest's display. Absent: no.</summary>
    public bool? Display { get; init; }

    /// <summary>USB: what happens at start when it is missing. Absent: mandatory.</summary>
    public StartupPolicy? StartupPolicy { get; init; }
}

/// <summary>Which device of the host.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PciHostDevice), "pci")]
[JsonDerivedType(typeof(UsbHostDevice), "usb")]
[JsonDerivedType(typeof(MediatedHostDevice), "mdev")]
public abstract record HostDeviceSource;

/// <summary>A PCI function, by VFIO.</summary>
public sealed record PciHostDevice : HostDeviceSource
{
    /// <summary>Address on the host, <c>0000:01:00.0</c>.</summary>
    public required string Host { get; init; }
}

/// <summary>A USB device: by what it is, by where it is plugged in, or by both.</summary>
public sealed record UsbHostDevice : HostDeviceSource
{
    /// <summary>Vendor, 1 to 65,535; together with the product. Absent: any.</summary>
    public int? Vendor { get; init; }

    /// <summary>Product, 0 to 65,535. Absent: any.</summary>
    public int? Product { get; init; }

    /// <summary>Bus on the host, 1 to 255; together with the device. Absent: any.</summary>
    public int? Bus { get; init; }

    /// <summary>Device number on that bus, 1 to 127. Absent: any.</summary>
    public int? Device { get; init; }
}

/// <summary>A mediated device (vGPU), by VFIO.</summary>
public sealed record MediatedHostDevice : HostDeviceSource
{
    /// <summary>UUID of the device, as in <c>/sys/bus/mdev/devices</c>.</summary>
    public required Guid Uuid { get; init; }
}

/// <summary>A port for a USB device of the viewer's machine.</summary>
public sealed record RedirectedDeviceDefinition : BootableDevice
{
    /// <summary>Where the device comes from. Absent: SPICE.</summary>
    public CharacterBackend? Backend { get; init; }
}
