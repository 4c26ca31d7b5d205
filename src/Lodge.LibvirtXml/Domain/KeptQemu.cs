using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Domain;

/// <summary>The kept elements of libvirt's QEMU namespace.</summary>
public static class KeptQemu
{
    /// <summary>Whether they change how QEMU is started, as <c>commandline</c> and <c>override</c> do.</summary>
    /// <param name="kept">What a definition keeps; null for nothing.</param>
    public static bool Changes(KeptXml? kept)
    {
        try
        {
            return kept?.Qemu is { } text && XmlTree.Parse($"<domain xmlns:qemu='{KeptSection.Qemu}'>{text}</domain>").Elements
                .Any(element => element.Name is "commandline" or "override" && element.Elements.Any());
        }
        catch (LibvirtXmlException)
        {
            return false; // No QEMU was started with that.
        }
    }
}
