using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Validation.Tuning;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Buses, ports and adapters: which hardware is of which type, and what belongs to one kind only.</summary>
internal static class ControllerValidator
{
    public static void Check(VmDefinition definition, Place root)
    {
        var (indices, chassis) = (new HashSet<(ControllerType, int)>(), new HashSet<int>());
        foreach (var (place, controller) in root.Each("controllers", definition.Controllers))
        {
            CheckKind(definition, controller, place);
            CheckIndex(controller, indices, place);
            CheckPorts(controller, place);
            CheckQueues(definition, controller, place);
            CheckRootPort(controller, chassis, place);
        }
    }

    private static void CheckKind(VmDefinition definition, ControllerDefinition controller, Place place)
    {
        var board = definition.Machine.Type;
        place.AddIf(
            controller.Model is { } model && TypeOf(model) != controller.Type,
            "model",
            $"is {controller.Model?.Quoted()}, which is not of the type {controller.Type.Quoted()}");
        place.AddIf(
            board == MachineType.Pc && controller.Model is ControllerModel.PcieRootPort or ControllerModel.PcieToPciBridge or ControllerModel.PcieExpanderBus,
            "model",
            $"is {controller.Model?.Quoted()}, and the board 'pc' has no PCI Express; use 'pci-bridge', or the board 'q35'");
        place.AddIf(controller.Type == ControllerType.Ide && board == MachineType.Q35, "type", "must not be 'ide': the board 'q35' has no IDE; use 'sata'");
    }

    private static ControllerType TypeOf(ControllerModel model) => model switch
    {
        ControllerModel.PcieRootPort or ControllerModel.PcieToPciBridge or ControllerModel.PciBridge or ControllerModel.PcieExpanderBus => ControllerType.Pci,
        ControllerModel.QemuXhci or ControllerModel.NecXhci or ControllerModel.Ehci or ControllerModel.Ich9Ehci or ControllerModel.Piix3Uhci => ControllerType.Usb,
        ControllerModel.VirtioScsi or ControllerModel.Lsilogic or ControllerModel.Lsisas1068 or ControllerModel.Vmpvscsi or ControllerModel.Megasas => ControllerType.Scsi,
        ControllerModel.Ahci => ControllerType.Sata,
        _ => throw new InvalidOperationException($"The controller {model} has no type."),
    };

    private static void CheckIndex(ControllerDefinition controller, HashSet<(ControllerType, int)> taken, Place place)
    {
        if (controller.Index is not { } index)
        {
            return;
        }

        place.AddIf(
            !taken.Add((controller.Type, index)),
            "index",
            $"is {index}, as another controller's of the type {controller.Type.Quoted()} is already");
        if (controller.Type == ControllerType.Pci)
        {
            place.Range("index", index, 1, 255);
        }
        else if (controller.Type is ControllerType.Ide or ControllerType.Fdc)
        {
            place.AddIf(index != 0, "index", $"must be 0: a board has one controller of the type {controller.Type.Quoted()}");
        }
        else
        {
            place.Range("index", index, 0, 255);
        }
    }

    private static void CheckPorts(ControllerDefinition controller, Place place)
    {
        var xhci = controller is { Type: ControllerType.Usb, Model: null or ControllerModel.QemuXhci or ControllerModel.NecXhci };
        var serial = controller.Type == ControllerType.VirtioSerial;
        place.Only(xhci || serial, "USB controllers of the xHCI kind and virtio-serial ones", ("ports", controller.Ports));
        if (xhci || serial)
        {
            place.Range("ports", controller.Ports, 1, serial ? 31 : 15);
        }
    }

    private static void CheckQueues(VmDefinition definition, ControllerDefinition controller, Place place)
    {
        var virtio = controller is { Type: ControllerType.Scsi, Model: null or ControllerModel.VirtioScsi };
        place.Only(virtio, "the model 'virtio-scsi'", ("queues", controller.Queues), ("ioThread", controller.IoThread));
        place.Range("queues", controller.Queues, 1, 1024);
        if (virtio)
        {
            IoThreadValidator.CheckReference(definition, place, "ioThread", controller.IoThread);
        }
    }

    private static void CheckRootPort(ControllerDefinition controller, HashSet<int> taken, Place place)
    {
        var port = controller is { Type: ControllerType.Pci, Model: null or ControllerModel.PcieRootPort };
        place.Only(port, "the model 'pcie-root-port'", ("chassis", controller.Chassis), ("port", controller.Port), ("hotplug", controller.Hotplug));
        place.Range("chassis", controller.Chassis, 0, 255);
        place.Range("port", controller.Port, 0, 255);
        place.AddIf(
            controller.Chassis is { } chassis && !taken.Add(chassis),
            "chassis",
            $"is {controller.Chassis}, as another root port's is already");
    }
}
