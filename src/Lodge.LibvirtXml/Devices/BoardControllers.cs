using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Devices;

/// <summary>Controllers that are part of the board: libvirt lists them, and Lodge does not.</summary>
internal static class BoardControllers
{
    private static readonly PciAddress s_q35Sata = new(0, 0x1f, 2);
    private static readonly PciAddress s_pcIde = new(0, 1, 1);

    /// <summary>Whether the element is the root of the board's PCI, its disk controller, or a wish for no USB at all.</summary>
    public static bool Is(Element controller, MachineType machine)
    {
        var (type, model, index) = (controller.Attr("type"), controller.Attr("model"), controller.Int("index") ?? 0);
        return (type == "pci" && index == 0 && model is "pci-root" or "pcie-root")
            || (type == "usb" && model == "none")
            || (type == "sata" && index == 0 && machine == MachineType.Q35)
            || (type is "ide" or "fdc" && index == 0 && machine == MachineType.Pc);
    }

    /// <summary>Reads what is taken for granted: a place that the board gives.</summary>
    public static void Accept(Element controller, MachineType machine)
    {
        controller.Attr("index");
        controller.Children("alias").FirstOrDefault()?.Attr("name");
        if (controller.Child("address") is { } address)
        {
            var given = AddressXml.Read(address);
            if (given != (machine == MachineType.Q35 ? s_q35Sata : s_pcIde))
            {
                throw address.Unsupported("another place of the board's own disk controller");
            }
        }
    }

    /// <summary>Writes the root of the board's PCI.</summary>
    public static void WriteRoot(XmlOut output, MachineType machine)
    {
        if (machine != MachineType.Microvm)
        {
            One(output, "pci", machine == MachineType.Q35 ? "pcie-root" : "pci-root", null);
        }
    }

    /// <summary>Writes the board's controllers of disks, the floppy one where there is a drive.</summary>
    public static void WriteOthers(XmlOut output, VmDefinition vm)
    {
        if (vm.Machine.Type == MachineType.Q35)
        {
            One(output, "sata", null, s_q35Sata);
        }
        else if (vm.Machine.Type == MachineType.Pc)
        {
            One(output, "ide", null, s_pcIde);
            if (vm.Disks.Any(disk => disk.BusOn(MachineType.Pc) == DiskBus.Fdc)
                && !vm.Controllers.OrEmpty().Any(controller => controller.Type == ControllerType.Fdc))
            {
                One(output, "fdc", null, null);
            }
        }
    }

    private static void One(XmlOut output, string type, string? model, PciAddress? place)
    {
        using var element = output.Element("controller");
        output.Attr("type", type).Attr("index", 0).Attr("model", model);
        AddressXml.Write(output, place);
    }
}
