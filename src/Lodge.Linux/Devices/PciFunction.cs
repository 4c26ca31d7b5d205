using System.Globalization;
using Lodge.Linux.Errors;

namespace Lodge.Linux.Devices;

/// <summary>A PCI function of the host, as the kernel sees it now (Documentation/ABI/testing/sysfs-bus-pci in its tree).</summary>
/// <param name="Address">Such as <c>0000:01:00.0</c>.</param>
/// <param name="Driver">The driver that has it; null for none.</param>
/// <param name="Group">Number of its IOMMU group; null when the host has no IOMMU.</param>
/// <param name="Class">Its class code, 24 bits; 0 when unknown.</param>
public sealed record PciFunction(string Address, string? Driver, string? Group, int Class)
{
    private const string Folder = "bus/pci/devices";
    private const int BridgeToPci = 0x0604;

    /// <summary>Whether it is a bridge between PCI buses, which stays with the host and still lets its group be given away.</summary>
    public bool IsBridge => Class >> 8 == BridgeToPci;

    /// <summary>Reads a function; null when the host does not have it.</summary>
    public static PciFunction? Read(Sysfs sys, string address)
    {
        var folder = $"{Folder}/{address}";
        if (!sys.HasFolder(folder))
        {
            return null;
        }

        var text = sys.Read($"{folder}/class");
        var known = int.TryParse(text?.Replace("0x", "", StringComparison.Ordinal), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code);
        return new PciFunction(address, sys.LinkName($"{folder}/driver"), sys.LinkName($"{folder}/iommu_group"), known ? code : 0);
    }

    /// <summary>All PCI functions of an IOMMU group.</summary>
    public static IReadOnlyList<PciFunction> OfGroup(Sysfs sys, string group) =>
        [.. sys.List($"kernel/iommu_groups/{group}/devices").Select(address => Read(sys, address)).OfType<PciFunction>()];

    /// <summary>
    /// Takes a function from the driver that has it and gives it to another. The override keeps every other driver away
    /// from it, also when it is found anew.
    /// </summary>
    /// <param name="sys">The tree.</param>
    /// <param name="address">The function.</param>
    /// <param name="driver">The driver.</param>
    /// <returns>The driver that has it now; null for none.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static string? Move(Sysfs sys, string address, string driver)
    {
        sys.Write($"{Folder}/{address}/driver_override", driver);
        Unbind(sys, address, except: driver);
        return Probe(sys, address);
    }

    /// <summary>Takes a function from its driver, and the override from it.</summary>
    /// <param name="sys">The tree.</param>
    /// <param name="address">The function.</param>
    /// <param name="again">Whether the driver that the kernel chooses gets it.</param>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static void Release(Sysfs sys, string address, bool again)
    {
        sys.Write($"{Folder}/{address}/driver_override", "\n");
        Unbind(sys, address, except: null);
        if (again)
        {
            Probe(sys, address);
        }
    }

    private static void Unbind(Sysfs sys, string address, string? except)
    {
        if (sys.LinkName($"{Folder}/{address}/driver") is { } present && present != except)
        {
            sys.Write($"{Folder}/{address}/driver/unbind", address);
        }
    }

    private static string? Probe(Sysfs sys, string address)
    {
        if (sys.LinkName($"{Folder}/{address}/driver") is null)
        {
            sys.Write("bus/pci/drivers_probe", address);
        }

        return sys.LinkName($"{Folder}/{address}/driver");
    }
}
