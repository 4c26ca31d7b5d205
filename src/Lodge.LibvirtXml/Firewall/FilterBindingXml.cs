using Lodge.LibvirtXml.Networks;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;

namespace Lodge.LibvirtXml.Firewall;

/// <summary><c>&lt;filterbinding&gt;</c>: a card that is held to a network filter.</summary>
public static class FilterBindingXml
{
    /// <summary>Writes it.</summary>
    /// <param name="plug">Where the card is plugged in.</param>
    /// <param name="filter">The filter, and what it is told.</param>
    public static string Write(NicPlug plug, FilterBinding filter)
    {
        ArgumentNullException.ThrowIfNull(plug);
        var output = new XmlOut();
        using (output.Element("filterbinding"))
        {
            using (output.Element("owner"))
            {
                output.Leaf("name", plug.VmName);
                output.Leaf("uuid", plug.VmId.ToString("D"));
            }

            using (output.Element("portdev"))
            {
                output.Attr("name", plug.Interface);
            }

            using (output.Element("mac"))
            {
                output.Attr("address", plug.Mac);
            }

            FilterRefXml.Write(output, filter);
        }

        return output.ToString();
    }
}
