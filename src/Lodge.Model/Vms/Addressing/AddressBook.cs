using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Addressing;

/// <summary>The places that are taken. Filled from several definitions, since a place given up in one may be in use in another.</summary>
internal sealed class AddressBook
{
    private const int Functions = 8;
    private readonly Dictionary<(int Bus, int Slot), int> _slots = [];
    private readonly HashSet<(int Bus, int Slot)> _shared = [];
    private readonly HashSet<int> _busesInUse = [];
    private readonly HashSet<(PlaceKind Kind, DeviceAddress Address)> _others = [];
    private readonly HashSet<(ControllerType Type, int Index)> _controllers = [];

    /// <summary>Marks what the devices of a definition take.</summary>
    public void Take(VmDefinition definition) =>
        Take(definition, definition.EachDevice().Select(device => device.Device));

    /// <summary>Marks what devices take.</summary>
    public void Take(VmDefinition definition, IEnumerable<DeviceDefinition> devices)
    {
        var seen = new HashSet<Type>();
        foreach (var device in devices)
        {
            var kind = PlaceKinds.Of(device, definition.Machine.Type, seen.Add(device.GetType()));
            if (device is ControllerDefinition { Index: { } index } controller)
            {
                _controllers.Add((controller.Type, index));
            }

            if (device.Address is { } address)
            {
                Take(kind, address);
            }
        }
    }

    /// <summary>Marks a place.</summary>
    public void Take(PlaceKind kind, DeviceAddress address)
    {
        if (address is not PciAddress pci)
        {
            _others.Add((kind, Bare(address)));
            return;
        }

        var slot = (pci.Bus, pci.Slot);
        _slots[slot] = _slots.GetValueOrDefault(slot) | (1 << pci.Function);
        _busesInUse.Add(pci.Bus);
        if (pci.Multifunction == true)
        {
            _shared.Add(slot);
        }
    }

    /// <summary>Takes a place other than a PCI one, if it is free.</summary>
    public bool TryTake(PlaceKind kind, DeviceAddress address) => _others.Add((kind, Bare(address)));

    /// <summary>Whether nothing is in a slot.</summary>
    public bool IsFree(int bus, int slot) => !_slots.ContainsKey((bus, slot));

    /// <summary>Whether nothing is plugged into a PCI bus.</summary>
    public bool IsFree(int bus) => !_busesInUse.Contains(bus);

    /// <summary>A free function of a slot whose first function says that there are others; null for none.</summary>
    public int? FreeFunction(int bus, int slot)
    {
        var taken = _slots.GetValueOrDefault((bus, slot));
        for (var function = 1; _shared.Contains((bus, slot)) && function < Functions; function++)
        {
            if ((taken & (1 << function)) == 0)
            {
                return function;
            }
        }

        return null;
    }

    /// <summary>Takes the lowest free number of a type of controllers.</summary>
    public int TakeIndex(ControllerType type)
    {
        var index = type == ControllerType.Pci ? 1 : 0;
        while (!_controllers.Add((type, index)))
        {
            index++;
        }

        return index;
    }

    // Only what tells places apart: the interrupt of a port and the base of a memory module do not.
    private static DeviceAddress Bare(DeviceAddress address) => address switch
    {
        IsaAddress isa => isa with { Irq = null },
        DimmAddress dimm => dimm with { Base = null },
        _ => address,
    };
}
