using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Changes;

/// <summary>
/// PCI ports without a device. Every definition has some; how many there are makes no difference to what runs, and
/// ports cannot be added to a running VM.
/// </summary>
internal static class SparePorts
{
    /// <summary>The definition without its spare ports.</summary>
    public static VmDefinition Without(VmDefinition definition) => Keep(definition, UsedBuses(definition).Contains);

    /// <summary>Two definitions with those ports only that both have and a device of either sits on: another port comes with its device.</summary>
    public static (VmDefinition, VmDefinition) Common(VmDefinition one, VmDefinition other)
    {
        var buses = UsedBuses(one).Union(UsedBuses(other)).Intersect(Ports(one)).Intersect(Ports(other)).ToHashSet();
        return (Keep(one, buses.Contains), Keep(other, buses.Contains));
    }

    private static VmDefinition Keep(VmDefinition definition, Func<int, bool> isKept) => definition.Controllers is not { } controllers
        ? definition
        : definition with { Controllers = [.. controllers.Where(controller => BusOf(controller) is not { } bus || isKept(bus))] };

    private static HashSet<int> UsedBuses(VmDefinition definition) =>
        definition.EachDevice().Select(entry => entry.Device.Address).OfType<PciAddress>().Select(address => address.Bus).ToHashSet();

    private static IEnumerable<int> Ports(VmDefinition definition) => definition.Controllers.OrEmpty().Select(BusOf).OfType<int>();

    // Null for what is no port.
    private static int? BusOf(ControllerDefinition controller) =>
        controller is { Type: ControllerType.Pci, Model: null or ControllerModel.PcieRootPort, Index: { } bus } ? bus : null;
}
