using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>The XML of a single device, as it is attached, changed and detached by.</summary>
public static class DeviceXml
{
    /// <summary>Reads one device.</summary>
    /// <param name="xml">A document whose root is an element of <c>devices</c>.</param>
    /// <exception cref="LibvirtXmlException">It is malformed, wrong, or more than Lodge does.</exception>
    public static SingleDevice Read(string xml)
    {
        var root = XmlTree.Parse(xml);
        var device = Read(root);
        Unread.Check(root);
        return device;
    }

    /// <summary>Reads one device that is to be added. An alias that nobody chose means nothing in it.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static SingleDevice ReadNew(string xml)
    {
        var single = Read(xml);
        return single.Device is { } device ? single with { Device = AliasNames.WithoutMadeUp(device) } : single;
    }

    /// <summary>Reads where a disk is to be copied to, and in which format; null for a format that is left out.</summary>
    /// <param name="xml">A document whose root is <c>disk</c>; of it, type, source and driver count.</param>
    /// <exception cref="LibvirtXmlException">It is malformed, or wrong.</exception>
    public static (DiskSource? Source, DiskFormat? Format) ReadCopyTarget(string xml)
    {
        var root = XmlTree.Parse(xml);
        return root.Name == "disk"
            ? (DiskXml.Source(root), root.Child("driver")?.Word("type", DiskWords.Formats))
            : throw root.Invalid($"<disk> is expected, and not <{root.Name}>");
    }

    /// <summary>A device as a client wants it, with what it has and libvirt's XML cannot say.</summary>
    /// <param name="wanted">As the client's XML has it.</param>
    /// <param name="present">As it is.</param>
    public static DeviceDefinition Keep(DeviceDefinition wanted, DeviceDefinition? present) => (wanted, present) is (NicDefinition to, NicDefinition from)
        ? to with { Groups = from.Groups, AntiSpoofing = from.AntiSpoofing, Interface = to.Interface ?? from.Interface } : wanted;

    /// <summary>The name of a device's element, such as <c>disk</c>.</summary>
    /// <param name="device">The device.</param>
    public static string KindOf(DeviceDefinition device) => DeviceKinds.NameOf(device);

    /// <summary>Writes one device of a VM.</summary>
    /// <param name="vm">The VM that it belongs to, which gives defaults of the board.</param>
    /// <param name="device">The device.</param>
    /// <param name="options">What the XML shall hold.</param>
    public static string Write(VmDefinition vm, DeviceDefinition device, DomainXmlOptions options)
    {
        var output = new XmlOut();
        DeviceListWriter.WriteOne(output, new WriteContext(vm, options), device);
        return output.ToString();
    }

    private static SingleDevice Read(Element root) => root.Name switch
    {
        "graphics" => new SingleDevice(null, GraphicsXml.Read(root, new LodgeExtras())),
        "console" when root.Child("target")?.Attr("type") == "virtio" => new SingleDevice(PortXml.ReadConsole(root)),
        "console" => throw root.Unsupported("a <console> for a serial port, apart from that port"),
        _ when DeviceKinds.Read(root, AudioXml.None) is { } device => new SingleDevice(device),
        _ when SchemaNames.IsDevice(root.Name) => throw root.Unsupported($"the device <{root.Name}>"),
        _ => throw root.Invalid($"unknown device type '{root.Name}'"),
    };
}

/// <summary>A device that was read alone: one of the two.</summary>
/// <param name="Device">A device of the guest.</param>
/// <param name="Graphics">A display.</param>
public sealed record SingleDevice(DeviceDefinition? Device, GraphicsDefinition? Graphics = null);
