namespace Lodge.Model.Host.Devices;

/// <summary>A device of the host, as the kernel knows it.</summary>
/// <param name="Name">Its name, made of its kind and the kernel's own: <c>pci_0000_00_03_0</c>, <c>net_eth0</c>, <c>block_vda</c>.</param>
/// <param name="Parent">Name of the device that it hangs on; null for the host itself.</param>
/// <param name="Path">Absolute path of its folder in the kernel's tree.</param>
/// <param name="Driver">The driver that has it; null for none.</param>
/// <param name="Facts">What depends on its kind.</param>
public sealed record HostDevice(string Name, string? Parent, string Path, string? Driver, HostDeviceFacts Facts)
{
    /// <summary>Name of the host itself, on which all other devices hang.</summary>
    public const string Host = "computer";
}

/// <summary>What depends on a device's kind.</summary>
public abstract record HostDeviceFacts;

/// <summary>The host itself.</summary>
public sealed record HostFacts : HostDeviceFacts;

/// <summary>A PCI function.</summary>
/// <param name="Address">Such as <c>0000:01:00.0</c>.</param>
/// <param name="Class">Its class code, 24 bits.</param>
/// <param name="Vendor">Who made it.</param>
/// <param name="Product">What it is.</param>
/// <param name="Group">Its IOMMU group; null when the host has no IOMMU.</param>
/// <param name="Node">Its NUMA node; null when the firmware does not tell.</param>
/// <param name="Physical">The function that it is a virtual one of; null for others.</param>
/// <param name="Functions">Its virtual functions; null when it can have none.</param>
public sealed record PciFacts(
    string Address, int Class, DeviceId Vendor, DeviceId Product, PciGroup? Group, int? Node, string? Physical, VirtualFunctions? Functions) : HostDeviceFacts;

/// <summary>The number of a maker or a product, with its name.</summary>
/// <param name="Number">16 bits.</param>
/// <param name="Name">Null when nobody on the host knows it.</param>
public sealed record DeviceId(int Number, string? Name);

/// <summary>Functions that can reach each other's memory, and are given away together.</summary>
/// <param name="Number">The kernel's number.</param>
/// <param name="Addresses">All of them.</param>
public sealed record PciGroup(int Number, IReadOnlyList<string> Addresses);

/// <summary>The virtual functions of a PCI function (SR-IOV).</summary>
/// <param name="Most">How many it can have.</param>
/// <param name="Addresses">Those that it has.</param>
public sealed record VirtualFunctions(int Most, IReadOnlyList<string> Addresses);

/// <summary>A USB device.</summary>
/// <param name="Bus">Number of its bus.</param>
/// <param name="Device">Its number on the bus.</param>
/// <param name="Vendor">Who made it.</param>
/// <param name="Product">What it is.</param>
public sealed record UsbFacts(int Bus, int Device, DeviceId Vendor, DeviceId Product) : HostDeviceFacts;

/// <summary>A network interface.</summary>
/// <param name="Interface">Its name.</param>
/// <param name="Mac">Its hardware address; null for one without.</param>
/// <param name="Link">Its link.</param>
public sealed record NetFacts(string Interface, string? Mac, NetLink Link) : HostDeviceFacts;

/// <summary>A disk.</summary>
/// <param name="Node">Path of its device node.</param>
/// <param name="Size">Bytes.</param>
/// <param name="BlockSize">Bytes of a logical block.</param>
/// <param name="Removable">Whether its medium can be taken out.</param>
/// <param name="Bus">How it is attached, such as <c>virtio</c>; null when unknown.</param>
/// <param name="Model">What it says it is.</param>
/// <param name="Vendor">Who it says made it.</param>
/// <param name="Serial">Its serial number.</param>
public sealed record BlockFacts(
    string Node, long Size, int BlockSize, bool Removable, string? Bus, string? Model, string? Vendor, string? Serial) : HostDeviceFacts;
