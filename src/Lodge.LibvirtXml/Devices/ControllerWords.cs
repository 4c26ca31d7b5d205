using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>libvirt's words for controllers.</summary>
internal static class ControllerWords
{
    public static readonly Words<ControllerType> Types = new(
        (ControllerType.Ide, "ide"), (ControllerType.Fdc, "fdc"), (ControllerType.Scsi, "scsi"), (ControllerType.Sata, "sata"),
        (ControllerType.VirtioSerial, "virtio-serial"), (ControllerType.Usb, "usb"), (ControllerType.Pci, "pci"))
    {
        Refused = ["ccid", "xenbus", "isa", "nvme"],
    };

    private static readonly Words<ControllerModel> s_pci = new(
        (ControllerModel.PcieRootPort, "pcie-root-port"), (ControllerModel.PcieToPciBridge, "pcie-to-pci-bridge"),
        (ControllerModel.PciBridge, "pci-bridge"), (ControllerModel.PcieExpanderBus, "pcie-expander-bus"))
    {
        Refused = ["dmi-to-pci-bridge", "pcie-switch-upstream-port", "pcie-switch-downstream-port", "pci-expander-bus"],
    };

    private static readonly Words<ControllerModel> s_usb = new(
        (ControllerModel.QemuXhci, "qemu-xhci"), (ControllerModel.NecXhci, "nec-xhci"), (ControllerModel.Ehci, "ehci"),
        (ControllerModel.Ich9Ehci, "ich9-ehci1"), (ControllerModel.Piix3Uhci, "piix3-uhci"))
    {
        Refused =
        [
            "none", "piix4-uhci", "ich9-uhci1", "ich9-uhci2", "ich9-uhci3", "vt82c686b-uhci", "pci-ohci", "qusb1", "qusb2",
        ],
    };

    private static readonly Words<ControllerModel> s_scsi = new(
        (ControllerModel.VirtioScsi, "virtio-scsi"), (ControllerModel.Lsilogic, "lsilogic"), (ControllerModel.Lsisas1068, "lsisas1068"),
        (ControllerModel.Vmpvscsi, "vmpvscsi"), (ControllerModel.Megasas, "lsisas1078"))
    {
        Refused = ["auto", "buslogic", "ibmvscsi", "virtio-transitional", "virtio-non-transitional", "ncr53c90", "dc390", "am53c974"],
    };

    private static readonly Words<ControllerModel> s_none = new()
    {
        Refused = ["piix3", "piix4", "ich6", "virtio-transitional", "virtio-non-transitional", "virtio"],
    };

    public static Words<ControllerModel> ModelsOf(ControllerType type) => type switch
    {
        ControllerType.Pci => s_pci,
        ControllerType.Usb => s_usb,
        ControllerType.Scsi => s_scsi,
        _ => s_none,
    };

    /// <summary>QEMU's device that a PCI controller is made as.</summary>
    public static string? Hardware(ControllerModel? model) => model switch
    {
        ControllerModel.PcieRootPort => "pcie-root-port",
        ControllerModel.PcieToPciBridge => "pcie-pci-bridge",
        ControllerModel.PciBridge => "pci-bridge",
        ControllerModel.PcieExpanderBus => "pxb-pcie",
        _ => null,
    };
}
