using Lodge.LibvirtXml.Xml;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;storagepoolCapabilities&gt;</c>: which types of pools there can be, and what volumes in them are.</summary>
public static class PoolCapabilitiesXml
{
    private static readonly string[] s_withFiles = ["dir", "fs", "netfs"];

    private static readonly string[] s_others = ["logical", "disk", "iscsi", "iscsi-direct", "rbd"];

    private static readonly string[] s_unknown = ["scsi", "mpath", "sheepdog", "gluster", "zfs", "vstorage"];

    private static readonly string[] s_formats = ["raw", "qcow2"];

    /// <summary>All types that libvirt has.</summary>
    internal static IEnumerable<string> Types => s_withFiles.Concat(s_others).Concat(s_unknown);

    /// <summary>Writes it.</summary>
    public static string Write()
    {
        var output = new XmlOut();
        using (output.Element("storagepoolCapabilities"))
        {
            foreach (var type in Types)
            {
                using var pool = output.Element("pool");
                output.Attr("type", type).YesNo("supported", !s_unknown.Contains(type));
                if (!s_unknown.Contains(type))
                {
                    Options(output, s_withFiles.Contains(type) ? s_formats : s_formats[..1]);
                }
            }
        }

        return output.ToString();
    }

    private static void Options(XmlOut output, string[] formats)
    {
        using var options = output.Element("volOptions");
        using (output.Element("defaultFormat"))
        {
            output.Attr("type", formats[0]);
        }

        using var known = output.Element("enum");
        output.Attr("name", "targetFormatType");
        Array.ForEach(formats, format => output.Leaf("value", format));
    }
}
