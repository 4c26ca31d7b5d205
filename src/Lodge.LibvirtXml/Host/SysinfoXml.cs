using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Host;

/// <summary><c>&lt;sysinfo type='smbios'&gt;</c> on its own: what the host's firmware says of it.</summary>
public static class SysinfoXml
{
    /// <summary>Writes it.</summary>
    public static string Write(SmbiosDefinition host)
    {
        var output = new XmlOut();
        SmbiosTables.Write(output, host);
        return output.ToString();
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="LibvirtXmlException">It is malformed, or something else.</exception>
    public static SmbiosDefinition Read(string xml)
    {
        var root = XmlTree.Parse(xml);
        return root.Name == "sysinfo" ? SmbiosTables.Read(root)
            : throw root.Refuse(XmlFault.Malformed, $"unexpected root element <{root.Name}>, expecting <sysinfo>");
    }
}
