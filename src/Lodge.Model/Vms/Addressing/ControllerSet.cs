using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Addressing;

/// <summary>The controllers of a VM while its devices are placed: those it has, and those that turn out to be needed.</summary>
/// <param name="definition">The VM.</param>
/// <param name="devices">Its devices; controllers are added at the end.</param>
/// <param name="book">The places that are taken.</param>
/// <param name="models">Definitions whose controllers are taken over when an address names them, the first first.</param>
/// <param name="live">Whether the VM runs, so that no port can be added.</param>
internal sealed class ControllerSet(
    VmDefinition definition, List<DeviceDefinition> devices, AddressBook book, IReadOnlyList<VmDefinition> models, bool live)
{
    /// <summary>The board.</summary>
    public MachineType Machine => definition.Machine.Type;

    /// <summary>Gives numbers to controllers that have none.</summary>
    public void Number()
    {
        for (var i = 0; i < devices.Count; i++)
        {
            if (devices[i] is ControllerDefinition { Index: null } controller)
            {
                devices[i] = controller with { Index = book.TakeIndex(controller.Type) };
            }
        }
    }

    /// <summary>Those of a type, in order of their numbers.</summary>
    public IReadOnlyList<ControllerDefinition> Of(ControllerType type) =>
        [.. devices.OfType<ControllerDefinition>().Where(controller => controller.Type == type).OrderBy(controller => controller.Index)];

    /// <summary>Adds one.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: it cannot be plugged into a running VM.</exception>
    public ControllerDefinition Add(ControllerDefinition controller)
    {
        if (live && controller.Type is ControllerType.Pci or ControllerType.Sata or ControllerType.Fdc)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"VM '{definition.Name}' has no free {PlaceOn(controller)} for the device, and none can be added while it runs.",
                "Unplug another device first, or add the device to the definition only: it is there after the next start.");
        }

        controller = controller with { Index = controller.Index ?? book.TakeIndex(controller.Type) };
        book.Take(definition, [controller]);
        devices.Add(controller);
        return controller;
    }

    /// <summary>Adds those that addresses name and that are missing, as another definition of the VM has them.</summary>
    public void AddMissing()
    {
        // A controller that is added may itself sit behind one that is missing.
        for (var known = -1; known != devices.Count;)
        {
            known = devices.Count;
            foreach (var (type, index, isBridge) in devices.SelectMany(Needed).Distinct().OrderBy(need => (need.Type, need.Index, !need.IsBridge)).ToList())
            {
                if (!DeviceBuses.IsOnBoard(type, index, Machine) && !Of(type).Any(controller => controller.Index == index))
                {
                    Add(Known(type, index) ?? new ControllerDefinition { Type = type, Index = index, Model = isBridge ? ControllerModel.PcieToPciBridge : null });
                }
            }
        }
    }

    private ControllerDefinition? Known(ControllerType type, int index)
    {
        var known = models.SelectMany(model => model.Controllers.OrEmpty()).FirstOrDefault(old => old.Type == type && old.Index == index);
        return known is null ? null : known with
        {
            Alias = devices.Any(device => device.Alias == known.Alias) ? null : known.Alias,
            Address = devices.Any(device => device.Address is PciAddress && device.Address == known.Address) ? null : known.Address,
        };
    }

    private string PlaceOn(ControllerDefinition controller) => (controller.Type, controller.ModelOn(Machine)) switch
    {
        (ControllerType.Pci, ControllerModel.PcieRootPort) => "PCI Express port",
        (ControllerType.Pci, _) => "slot of plain PCI",
        (ControllerType.Sata, _) => "SATA port",
        _ => "floppy drive's place",
    };

    private IEnumerable<(ControllerType Type, int Index, bool IsBridge)> Needed(DeviceDefinition device, int position)
    {
        var kind = PlaceKinds.Of(device, Machine, devices.FindIndex(other => other.GetType() == device.GetType()) == position);
        return (kind, device.Address) switch
        {
            (_, PciAddress pci) when kind.IsPci() => [(ControllerType.Pci, pci.Bus, kind == PlaceKind.Plain && Machine == MachineType.Q35)],
            (PlaceKind.Scsi, DriveAddress drive) => [(ControllerType.Scsi, drive.Controller, false)],
            (PlaceKind.Sata, DriveAddress drive) => [(ControllerType.Sata, drive.Controller, false)],
            (PlaceKind.Floppy, DriveAddress drive) => [(ControllerType.Fdc, drive.Controller, false)],
            (PlaceKind.Usb, UsbAddress usb) => [(ControllerType.Usb, usb.Bus, false)],
            (PlaceKind.VirtioSerial, VirtioSerialAddress port) => [(ControllerType.VirtioSerial, port.Controller, false)],
            _ => [],
        };
    }
}
