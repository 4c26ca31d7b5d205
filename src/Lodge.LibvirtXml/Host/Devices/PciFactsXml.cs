using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Host.Devices;

namespace Lodge.LibvirtXml.Host.Devices;

/// <summary><c>&lt;capability type='pci'&gt;</c> of a device of the host.</summary>
internal static class PciFactsXml
{
    public static void Write(XmlOut output, PciFacts pci)
    {
        var (domain, bus, slot, function) = Split(pci.Address);
        output.Leaf("class", $"0x{pci.Class:x6}");
        output.Leaf("domain", domain);
        output.Leaf("bus", bus);
        output.Leaf("slot", slot);
        output.Leaf("function", function);
        NodeDeviceXml.Id(output, "product", pci.Product);
        NodeDeviceXml.Id(output, "vendor", pci.Vendor);
        if (pci.Physical is not null)
        {
            using var physical = output.Element("capability");
            output.Attr("type", "phys_function");
            Address(output, pci.Physical);
        }

        if (pci.Functions is { } functions)
        {
            using var virtuals = output.Element("capability");
            output.Attr("type", "virt_functions").Attr("maxCount", functions.Most);
            Addresses(output, functions.Addresses);
        }

        if (pci.Group is { } group)
        {
            using var element = output.Element("iommuGroup");
            output.Attr("number", group.Number);
            Addresses(output, group.Addresses);
        }

        if (pci.Node is { } node)
        {
            using var numa = output.Element("numa");
            output.Attr("node", node);
        }
    }

    private static void Addresses(XmlOut output, IReadOnlyList<string> addresses)
    {
        foreach (var address in addresses)
        {
            Address(output, address);
        }
    }

    private static void Address(XmlOut output, string address)
    {
        var (domain, bus, slot, function) = Split(address);
        using var element = output.Element("address");
        output.Hex("domain", domain, 4).Hex("bus", bus, 2).Hex("slot", slot, 2).Hex("function", function, 1);
    }

    // The kernel writes 0000:01:00.0, in hexadecimal.
    private static (int Domain, int Bus, int Slot, int Function) Split(string address)
    {
        var parts = address.Split(':', '.');
        return parts.Length == 4 ? (Hex(parts[0]), Hex(parts[1]), Hex(parts[2]), Hex(parts[3]))
            : throw new ArgumentException($"'{address}' is no address of a PCI function.", nameof(address));
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
