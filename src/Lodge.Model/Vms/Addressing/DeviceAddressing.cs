using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Addressing;

/// <summary>
/// Gives a place to each device that has none, and adds the controllers that this takes. Ports of controllers come
/// first, since they tell which controllers there are; then PCI, in the order in which libvirt counts.
/// </summary>
internal static class DeviceAddressing
{
    /// <summary>Places devices.</summary>
    /// <param name="definition">What they belong to.</param>
    /// <param name="devices">All devices; changed in place, controllers are added at the end.</param>
    /// <param name="previous">What the definition replaces; no new device gets a place from there.</param>
    /// <param name="other">A second definition whose places are not given to new devices: the running one.</param>
    /// <param name="live">Whether the devices are those of a running VM, to which no port can be added.</param>
    public static void Place(VmDefinition definition, List<DeviceDefinition> devices, VmDefinition? previous, VmDefinition? other, bool live)
    {
        var book = new AddressBook();
        book.Take(definition, devices);
        foreach (var also in new[] { previous, other })
        {
            if (also is not null && also.Machine.Type == definition.Machine.Type)
            {
                book.Take(also);
            }
        }

        var controllers = new ControllerSet(definition, devices, book, Models(definition, previous, live ? null : other), live);
        controllers.Number();
        controllers.AddMissing();
        PlacePorts(definition, devices, new PortPlacer(definition, book, controllers));
        var pci = new PciPlacer(definition, book, controllers);
        PlacePci(definition.Machine.Type, devices, pci);
        if (!live)
        {
            pci.AddSpares();
            PlacePci(definition.Machine.Type, devices, pci);
        }
    }

    // A controller that the running VM has is the same at the next start. The other way round it may have no port yet.
    private static IReadOnlyList<VmDefinition> Models(VmDefinition definition, params ReadOnlySpan<VmDefinition?> others)
    {
        var models = new List<VmDefinition>();
        foreach (var other in others)
        {
            if (other is not null && other.Machine.Type == definition.Machine.Type)
            {
                models.Add(other);
            }
        }

        return models;
    }

    private static void PlacePorts(VmDefinition definition, List<DeviceDefinition> devices, PortPlacer placer)
    {
        var count = devices.Count;
        for (var i = 0; i < count; i++)
        {
            var device = devices[i];
            if (device.Address is null && KindAt(devices, i, definition.Machine.Type) is var kind && !kind.IsPci())
            {
                devices[i] = placer.Find(kind, device) is { } place ? device with { Address = place } : device;
            }
        }
    }

    // Placing a device may add a port or bridge, which then needs a place itself.
    private static void PlacePci(MachineType machine, List<DeviceDefinition> devices, PciPlacer placer)
    {
        foreach (var i in Enumerable.Range(0, devices.Count).OrderBy(i => Turn(devices[i])).ToList())
        {
            PlaceOne(i);
        }

        for (var i = 0; i < devices.Count; i++)
        {
            PlaceOne(i);
        }

        void PlaceOne(int i)
        {
            if (devices[i].Address is null && KindAt(devices, i, machine) is var kind && (kind.IsPci() || kind == PlaceKind.Mmio))
            {
                devices[i] = devices[i] with { Address = placer.Find(kind, devices[i]) };
            }
        }
    }

    private static int Turn(DeviceDefinition device) => device switch
    {
        ControllerDefinition { Type: ControllerType.Pci } => 0,
        NicDefinition => 1,
        ControllerDefinition => 2,
        DiskDefinition => 3,
        BalloonDefinition => 4,
        RngDefinition => 5,
        _ => 6,
    };

    private static PlaceKind KindAt(List<DeviceDefinition> devices, int position, MachineType machine)
    {
        var type = devices[position].GetType();
        return PlaceKinds.Of(devices[position], machine, devices.FindIndex(device => device.GetType() == type) == position);
    }
}
