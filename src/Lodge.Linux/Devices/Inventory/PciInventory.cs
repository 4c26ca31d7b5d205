using System.Globalization;
using Lodge.Model.Host.Devices;

namespace Lodge.Linux.Devices.Inventory;

/// <summary>The host's PCI functions (Documentation/ABI/testing/sysfs-bus-pci in the kernel's tree).</summary>
/// <param name="sys">The kernel's tree.</param>
/// <param name="names">Names of makers and products.</param>
internal sealed class PciInventory(Sysfs sys, PciNames names)
{
    private const string Folder = "bus/pci/devices";

    /// <summary>All of them; parents are filled in later.</summary>
    public IEnumerable<HostDevice> Read() => sys.List(Folder).Select(Read);

    private HostDevice Read(string address)
    {
        var folder = $"{Folder}/{address}";
        var (vendor, product) = (sys.Hex($"{folder}/vendor") ?? 0, sys.Hex($"{folder}/device") ?? 0);
        var (maker, what) = names.Find(vendor, product);
        var facts = new PciFacts(
            address,
            sys.Hex($"{folder}/class") ?? 0,
            new DeviceId(vendor, maker),
            new DeviceId(product, what),
            Group(folder),
            sys.Decimal($"{folder}/numa_node") is >= 0 and var node ? (int)node : null,
            sys.LinkName($"{folder}/physfn"),
            Functions(folder));
        return new HostDevice(DeviceNames.Of("pci", address), null, sys.Real(folder), sys.LinkName($"{folder}/driver"), facts);
    }

    private PciGroup? Group(string folder) =>
        sys.LinkName($"{folder}/iommu_group") is { } name && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new PciGroup(number, sys.List($"{folder}/iommu_group/devices")) : null;

    private VirtualFunctions? Functions(string folder) => sys.Decimal($"{folder}/sriov_totalvfs") is > 0 and var most
        ? new VirtualFunctions(
            (int)most,
            [.. Enumerable.Range(0, (int)most).Select(number => sys.LinkName($"{folder}/virtfn{number}")).OfType<string>()])
        : null;
}
