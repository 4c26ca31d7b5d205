using System.Globalization;
using System.Xml.Linq;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Tests.Domain;

/// <summary>
/// Every attribute that libvirt's schema has for disks, cards and controllers is kept or refused, with each of its words:
/// none is dropped without a word.
/// </summary>
public sealed class NothingDroppedTests
{
    // Free text and numbers, of which each attribute takes those that it can.
    private static readonly string[] s_samples = ["2", "256", "512", "0x3", "52:54:00:00:00:07", "some"];

    // What means the same as nothing at all, or, in live XML, tells of one run: the number of a card's limit in its network's
    // table, where a card is plugged in, which generation of an image is open. No USB is what there is without a controller, virtio alone is what the bus says.
    private static readonly string[] s_meaningless =
    [
        "driver@cache=default", "@sgio=filtered", "@rawio=no", "@snapshot=internal", "source@index",
        "bandwidth@classID", "source@portid", "source@bridge", "target@managed=yes", "@model=auto", "@model=none", "@model=virtio",
    ];

    [Theory]
    [InlineData("disk", "<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/a'/><target dev='vda' bus='virtio'/></disk>")]
    [InlineData("disk", "<disk type='file' device='cdrom'><driver name='qemu' type='raw'/><source file='/a'/><target dev='sda' bus='sata'/></disk>")]
    [InlineData("interface", "<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/><model type='virtio'/></interface>")]
    [InlineData("interface", "<interface type='network'><mac address='52:54:00:00:00:01'/><source network='lan'/><model type='virtio'/></interface>")]
    [InlineData("interface", "<interface type='user'><mac address='52:54:00:00:00:01'/><model type='virtio'/></interface>")]
    [InlineData("controller", "<controller type='scsi' index='0' model='virtio-scsi'/>")]
    [InlineData("controller", "<controller type='pci' index='1' model='pcie-root-port'/>")]
    [InlineData("controller", "<controller type='usb' index='0' model='qemu-xhci'/>")]
    [InlineData("controller", "<controller type='virtio-serial' index='0'/>")]
    public void What_the_schema_knows_is_kept_or_refused(string kind, string xml)
    {
        Assert.SkipUnless(SchemaWalk.IsInstalled, "libvirt's schemas (libvirt-daemon or libvirt0) are not installed");
        var dropped = new List<string>();
        var known = new SchemaWalk().Of(kind).ToList();
        Assert.Contains(known, attribute => attribute is { Child: "driver", Name: "iommu" });
        foreach (var attribute in known.Where(attribute => !s_meaningless.Contains(attribute.ToString())))
        {
            dropped.AddRange(attribute.Words.Concat(attribute.Words.Count == 0 ? s_samples : [])
                .Where(word => !s_meaningless.Contains($"{attribute}={word}") && IsDropped(kind, xml, attribute, word))
                .Select(word => $"{attribute}={word}"));
        }

        Assert.True(dropped.Count == 0, $"dropped without a word: {string.Join(", ", dropped)}");
    }

    private static bool IsDropped(string kind, string xml, SchemaAttribute attribute, string word)
    {
        var device = XElement.Parse(xml);
        var place = attribute.Child is { } name ? device.Element(name) ?? Added(device, name) : device;
        place.SetAttributeValue(attribute.Name, word);
        try
        {
            var definition = VmNormalizer.Complete(DomainXml.Read(
                "<domain type='kvm'><name>x</name><memory>1048576</memory><os><type machine='q35'>hvm</type></os>"
                + $"<devices>{device}</devices></domain>"));
            return !XElement.Parse(DomainXml.Write(definition, new DomainXmlOptions())).Element("devices")!.Elements(kind)
                .SelectMany(written => attribute.Child is { } child ? written.Elements(child) : [written])
                .Any(written => IsSame((string?)written.Attribute(attribute.Name), word));
        }
        catch (Exception refusal) when (refusal is LibvirtXmlException or LodgeException)
        {
            return false;
        }
    }

    private static XElement Added(XElement device, string name)
    {
        var child = new XElement(name);
        device.Add(child);
        return child;
    }

    // Numbers may be written in another form.
    private static bool IsSame(string? written, string word) => written == word || (written is not null && Number(written) == Number(word) && Number(word) is not null);

    private static long? Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex
        : long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
