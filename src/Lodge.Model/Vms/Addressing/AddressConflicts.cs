using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Addressing;

/// <summary>Finds devices whose given addresses exclude each other. Addresses that are still open never do.</summary>
public static class AddressConflicts
{
    /// <summary>Each conflict: the later device's path in the definition, the earlier one's, and the place that both want.</summary>
    public static IEnumerable<AddressConflict> Find(VmDefinition definition)
    {
        var taken = new Dictionary<(PlaceKind Kind, DeviceAddress Address), string>();
        var seen = new HashSet<Type>();
        foreach (var (path, device) in definition.EachDevice())
        {
            var kind = PlaceKinds.Of(device, definition.Machine.Type, seen.Add(device.GetType()));
            if (device.Address is { } address && !taken.TryAdd(KeyOf(kind, address), path))
            {
                yield return new AddressConflict(path, taken[KeyOf(kind, address)], address);
            }
        }
    }

    /// <summary>Each PCI address whose bus nobody makes: its device's path, and the number of the bus.</summary>
    public static IEnumerable<(string Path, int Bus)> FindMissingBuses(VmDefinition definition)
    {
        var made = definition.Controllers.OrEmpty().Where(controller => controller.Type == ControllerType.Pci)
            .Select(controller => controller.Index).OfType<int>().Append(0).ToHashSet();
        return definition.EachDevice()
            .Where(device => device.Device.Address is PciAddress pci && !made.Contains(pci.Bus))
            .Select(device => (device.Path, ((PciAddress)device.Device.Address!).Bus));
    }

    private static (PlaceKind Kind, DeviceAddress Address) KeyOf(PlaceKind kind, DeviceAddress address) => address switch
    {
        PciAddress pci => (PlaceKind.Plain, pci with { Multifunction = null }),
        IsaAddress isa => (kind, isa with { Irq = null }),
        DimmAddress dimm => (kind, dimm with { Base = null }),
        _ => (kind, address),
    };
}

/// <summary>Two devices that want the same place.</summary>
/// <param name="Path">Path of the later one in the definition's JSON, such as <c>nics[1]</c>.</param>
/// <param name="OtherPath">Path of the earlier one.</param>
/// <param name="Address">The place.</param>
public sealed record AddressConflict(string Path, string OtherPath, DeviceAddress Address);
