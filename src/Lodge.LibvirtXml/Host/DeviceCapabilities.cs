using Lodge.LibvirtXml.Xml;
using Lodge.Model.Host;

namespace Lodge.LibvirtXml.Host;

/// <summary><c>&lt;devices&gt;</c> of the domain capabilities: what Lodge does and this QEMU has.</summary>
internal static class DeviceCapabilities
{
    /// <summary>A word of the XML, and the device of QEMU that it needs.</summary>
    private static readonly (string Word, string Device)[] s_buses =
    [
        ("fdc", "isa-fdc"), ("ide", "ide-hd"), ("scsi", "scsi-hd"), ("virtio", "virtio-blk-pci"), ("usb", "usb-storage"), ("sata", "ahci"),
    ];

    private static readonly (string Word, string Device)[] s_videos =
    [
        ("vga", "VGA"), ("cirrus", "cirrus-vga"), ("qxl", "qxl"), ("virtio", "virtio-gpu-pci"), ("bochs", "bochs-display"), ("ramfb", "ramfb"),
    ];

    private static readonly (string Word, string Device)[] s_tpms = [("tpm-tis", "tpm-tis"), ("tpm-crb", "tpm-crb")];

    public static void Write(XmlOut output, QemuFacts qemu)
    {
        using var devices = output.Element("devices");
        Kind("disk", () =>
        {
            Enum("diskDevice", "disk", "cdrom", "floppy", "lun");
            Enum("bus", Have(s_buses));
            Enum("model", "virtio", "virtio-transitional", "virtio-non-transitional");
        });
        Kind("graphics", () => Enum("type", "vnc", "spice", "dbus"));
        Kind("video", () => Enum("modelType", [.. Have(s_videos), "none"]));
        Kind("hostdev", () =>
        {
            Enum("mode", "subsystem");
            Enum("startupPolicy", "default", "mandatory", "requisite", "optional");
            Enum("subsysType", "usb", "pci");
            Enum("capsType");
            Enum("pciBackend", "default", "vfio");
        });
        Kind("rng", () =>
        {
            Enum("model", "virtio");
            Enum("backendModel", "random", "builtin");
        });
        Kind("filesystem", () => Enum("driverType", "path", "virtiofs"));
        Kind("tpm", () =>
        {
            Enum("model", Have(s_tpms));
            Enum("backendModel", "passthrough", "emulator");
            Enum("backendVersion", "2.0");
        });
        Kind("redirdev", () => Enum("bus", "usb"));
        Kind("channel", () => Enum("type", "unix", "spicevmc", "pty", "file", "tcp", "null", "dbus"));

        void Kind(string name, Action write)
        {
            using var element = output.Element(name);
            output.Attr("supported", "yes");
            write();
        }

        void Enum(string name, params IEnumerable<string> values) => DomainCapabilitiesXml.Enum(output, name, values);

        IEnumerable<string> Have((string Word, string Device)[] known) =>
            known.Where(item => qemu.Devices.Contains(item.Device)).Select(item => item.Word);
    }
}
