using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>The three USB 1 functions of the ICH9's USB chip, which libvirt lists beside the USB 2 one; here they are part of it.</summary>
internal static class Ich9Companions
{
    private const string Prefix = "ich9-uhci";
    private const int MainFunction = 7;

    /// <summary>The numbers of the chips among controllers, as they are written.</summary>
    public static IReadOnlySet<string> ChipsOf(IEnumerable<Element> all) =>
        all.Where(controller => controller.Attr("model") == "ich9-ehci1").Select(controller => controller.Attr("index") ?? "").ToHashSet();

    /// <summary>Whether the element is such a companion of one of the chips.</summary>
    public static bool Is(Element controller, IReadOnlySet<string> chips) =>
        controller.Attr("model") is { } model && model.StartsWith(Prefix, StringComparison.Ordinal) && chips.Contains(controller.Attr("index") ?? "");

    /// <summary>The USB 2 function, at its own place.</summary>
    public static ControllerDefinition Main(ControllerDefinition chip) => chip.Address is PciAddress pci
        ? chip with { Address = pci with { Function = MainFunction, Multifunction = null } } : chip;

    public static void Write(XmlOut output, ControllerDefinition chip)
    {
        for (var i = 0; i < 3; i++)
        {
            using var element = output.Element("controller");
            output.Attr("type", "usb").Attr("index", chip.Index)
                .Attr("model", string.Create(CultureInfo.InvariantCulture, $"{Prefix}{i + 1}"));
            using (output.Element("master"))
            {
                output.Attr("startport", 2 * i);
            }

            AddressXml.Write(output, chip.Address is PciAddress pci ? pci with { Function = i, Multifunction = i == 0 ? true : null } : null);
        }
    }
}
