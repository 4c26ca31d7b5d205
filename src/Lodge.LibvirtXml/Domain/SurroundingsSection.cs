using System.Globalization;
using Lodge.LibvirtXml.Xml;

namespace Lodge.LibvirtXml.Domain;

/// <summary>
/// <c>&lt;resource&gt;</c> and <c>&lt;seclabel&gt;</c>: how the host holds and labels the VM. Lodge does that by itself, as
/// libvirt does by default; another wish is refused.
/// </summary>
internal static class SurroundingsSection
{
    private const string Partition = "/machine";

    public static void Read(Element root)
    {
        foreach (var partition in root.Child("resource")?.Children("partition") ?? [])
        {
            if (partition.Text != Partition)
            {
                throw partition.Unsupported($"the partition '{partition.Text}'");
            }
        }

        foreach (var label in root.Children("seclabel"))
        {
            label.Accept("type", "dynamic");
            label.Accept("model", "dac", "apparmor", "selinux");
            label.Accept("relabel", "yes");
            label.Children("label");
            label.Children("imagelabel");
        }
    }

    public static void Write(XmlOut output, WriteContext context)
    {
        if (context.Live is not null)
        {
            using var resource = output.Element("resource");
            output.Leaf("partition", Partition);
        }
    }

    public static void WriteLabels(XmlOut output, WriteContext context)
    {
        if (context.Live?.RunsAs is { } owner)
        {
            using var label = output.Element("seclabel");
            output.Attr("type", "dynamic").Attr("model", "dac").Attr("relabel", "yes");
            var name = string.Create(CultureInfo.InvariantCulture, $"+{owner.User}:+{owner.Group}");
            output.Leaf("label", name);
            output.Leaf("imagelabel", name);
        }
    }
}
