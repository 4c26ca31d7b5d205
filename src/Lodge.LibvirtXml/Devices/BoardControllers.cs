using Lodge.LibvirtXml.Xml;
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
            || (type == "ide" && index == 0 && machine == MachineType.Pc);
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

    public static void Write(XmlOut output, MachineType machine)
    {
        if (machine == MachineType.Microvm)
        {
            return;
        }

        var q35 = machine == MachineType.Q35;
        One("pci", q35 ? "pcie-root" : "pci-root", null);
        One(q35 ? "sata" : "ide", null, q35 ? s_q35Sata : s_pcIde);

        void One(string type, string? model, PciAddress? place)
        {
            using var element = output.Element("controller");
            output.Attr("type", type).Attr("index", 0).Attr("model", model);
            AddressXml.Write(output, place);
        }
    }
}
