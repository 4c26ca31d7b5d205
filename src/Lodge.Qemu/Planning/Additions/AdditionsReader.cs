using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Additions;

/// <summary>Reads what the user gives QEMU besides from the elements that the definition keeps of libvirt's QEMU namespace.</summary>
internal static class AdditionsReader
{
    private static readonly XNamespace s_qemu = "http://libvirt.org/schemas/domain/qemu/1.0";

    /// <summary>Reads them.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: they cannot be read.</exception>
    public static QemuAdditions Read(VmDefinition definition)
    {
        if (definition.Kept?.Qemu is not { Length: > 0 } text)
        {
            return QemuAdditions.None;
        }

        try
        {
            var root = Parse(text);
            var line = root.Elements(s_qemu + "commandline").ToList();
            return new QemuAdditions
            {
                Arguments = [.. line.Elements(s_qemu + "arg").Select(argument => Need(argument, "value"))],
                Environment = line.Elements(s_qemu + "env").GroupBy(variable => Need(variable, "name"))
                    .ToDictionary(group => group.Key, group => (string?)group.Last().Attribute("value") ?? ""),
                Overrides = [.. root.Elements(s_qemu + "override").Elements(s_qemu + "device").SelectMany(Overrides)],
            };
        }
        catch (Exception failure) when (failure is XmlException or FormatException or OverflowException)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"What VM '{definition.Name}' gives QEMU besides cannot be read: {failure.Message}",
                "Correct the elements qemu:commandline and qemu:override of its XML.",
                failure);
        }
    }

    private static XElement Parse(string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(new StringReader($"<domain xmlns:qemu='{s_qemu}'>{text}</domain>"), settings);
        return XElement.Load(reader);
    }

    private static IEnumerable<DeviceOverride> Overrides(XElement device) => device.Elements(s_qemu + "frontend")
        .Elements(s_qemu + "property")
        .Select(property => new DeviceOverride(Need(device, "alias"), Need(property, "name"), Value(property)));

    private static OptionValue? Value(XElement property)
    {
        var value = (string?)property.Attribute("value") ?? "";
        return Need(property, "type") switch
        {
            "string" => value,
            "signed" or "unsigned" => long.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            "bool" => value switch
            {
                "true" => true,
                "false" => false,
                _ => throw new FormatException($"'{value}' for a property of the type 'bool'; it is 'true' or 'false'."),
            },
            "remove" => null,
            var type => throw new FormatException($"'{type}' is not a type of a property: signed, unsigned, bool, string, remove."),
        };
    }

    private static string Need(XElement element, string name) => (string?)element.Attribute(name)
        ?? throw new FormatException($"The attribute '{name}' of <qemu:{element.Name.LocalName}> is missing.");
}
