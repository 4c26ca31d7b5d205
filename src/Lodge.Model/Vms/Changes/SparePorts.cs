using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Changes;

/// <summary>
/// PCI ports without a device. Every definition has some; how many there are makes no difference to what runs, and
/// ports cannot be added to a running VM.
/// </summary>
internal static class SparePorts
{
    /// <summary>The definition without its spare ports.</summary>
    public static VmDefinition Without(VmDefinition definition)
    {
        if (definition.Controllers is not { } controllers)
        {
            return definition;
        }

        var used = definition.EachDevice().Select(entry => entry.Device.Address).OfType<PciAddress>().Select(address => address.Bus).ToHashSet();
        return definition with
        {
            Controllers = [.. controllers.Where(controller =>
                controller is not { Type: ControllerType.Pci, Model: null or ControllerModel.PcieRootPort, Index: { } bus } || used.Contains(bus))],
        };
    }
}
