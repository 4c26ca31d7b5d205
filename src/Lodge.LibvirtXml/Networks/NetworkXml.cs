using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;

namespace Lodge.LibvirtXml.Networks;

/// <summary>libvirt's XML of a network, from and to the definition of a network.</summary>
public static class NetworkXml
{
    /// <summary>Reads it. Its defaults are libvirt's: without <c>forward</c> a network is isolated.</summary>
    /// <param name="xml">A document with the root <c>network</c>.</param>
    /// <param name="validate">Whether what libvirt's schema does not know is refused, rather than ignored.</param>
    /// <returns>The definition; <see cref="NetworkDefinition.Autostart"/> is no part of the XML.</returns>
    /// <exception cref="LibvirtXmlException">It is malformed, wrong, or more than Lodge does.</exception>
    public static NetworkDefinition Read(string xml, bool validate = false)
    {
        var root = XmlTree.Parse(xml);
        if (root.Name != "network")
        {
            throw root.Refuse(XmlFault.Malformed, $"unexpected root element <{root.Name}>, expecting <network>");
        }

        var definition = NetworkReader.Read(root);
        Unread.Check(root, validate);
        return definition;
    }

    /// <summary>Writes it.</summary>
    /// <param name="network">The definition; of a running network, the one that it runs by.</param>
    /// <param name="connections">How many cards are plugged in, by the interface of the host that they share, or by an empty name; null for the definition alone.</param>
    public static string Write(NetworkDefinition network, IReadOnlyDictionary<string, int>? connections = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var output = new XmlOut();
        NetworkWriter.Write(output, network, connections ?? new Dictionary<string, int>());
        return output.ToString();
    }
}
