using Lodge.LibvirtXml.Devices;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Domain;

/// <summary>libvirt's XML of a domain, from and to the definition of a VM.</summary>
public static class DomainXml
{
    /// <summary>Reads the XML of a domain. Its defaults are libvirt's, not those of Lodge's own notation.</summary>
    /// <param name="xml">A document with the root <c>domain</c>.</param>
    /// <param name="ownFolder">
    /// Absolute path of the folder with the daemon's own sockets: those in live XML say nothing about the next run. Null: none.
    /// </param>
    /// <param name="validate">Whether what libvirt's schema does not know is refused, rather than ignored.</param>
    /// <returns>The definition; <see cref="VmDefinition.Autostart"/> is no part of the XML.</returns>
    /// <exception cref="LibvirtXmlException">It is malformed, wrong, or more than Lodge does.</exception>
    public static VmDefinition Read(string xml, string? ownFolder = null, bool validate = false) =>
        OwnSockets.Forget(Read(XmlTree.Parse(xml), validate), ownFolder);

    /// <summary>Reads the XML of a domain from bytes, which must be UTF-8.</summary>
    /// <inheritdoc cref="Read(string, string?, bool)"/>
    public static VmDefinition Read(ReadOnlySpan<byte> xml, string? ownFolder = null) => OwnSockets.Forget(Read(XmlTree.Parse(xml)), ownFolder);

    /// <summary>Writes the XML of a domain.</summary>
    /// <param name="definition">The definition; of a running VM, the one that it runs by.</param>
    /// <param name="options">What the XML shall hold.</param>
    public static string Write(VmDefinition definition, DomainXmlOptions options)
    {
        var output = new XmlOut();
        DomainWriter.Write(output, new WriteContext(definition, options));
        return output.ToString();
    }

    internal static VmDefinition Read(Element root, bool validate = false)
    {
        if (root.Name != "domain")
        {
            throw root.Refuse(XmlFault.Malformed, $"unexpected root element <{root.Name}>, expecting <domain>");
        }

        var definition = DomainReader.Read(root);
        Unread.Check(root, validate);
        return definition;
    }
}
