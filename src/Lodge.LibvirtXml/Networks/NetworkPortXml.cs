using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;networkport&gt;</c>: a card that is plugged into a network.</summary>
public static class NetworkPortXml
{
    /// <summary>Writes it.</summary>
    /// <param name="plug">The plug.</param>
    /// <param name="nic">The card; null when its VM is not known.</param>
    /// <param name="network">The running network.</param>
    public static string Write(NicPlug plug, NicDefinition? nic, NetworkDefinition network)
    {
        ArgumentNullException.ThrowIfNull(plug);
        ArgumentNullException.ThrowIfNull(network);
        var output = new XmlOut();
        using (output.Element("networkport"))
        {
            output.Leaf("uuid", plug.PortId.ToString("D"));
            using (output.Element("owner"))
            {
                output.Leaf("name", plug.VmName);
                output.Leaf("uuid", plug.VmId.ToString("D"));
            }

            output.Leaf("group", (nic?.Source as NetworkNicSource)?.PortGroup);
            using (output.Element("mac"))
            {
                output.Attr("address", plug.Mac);
            }

            WriteSettings(output, plug, nic, network);
        }

        return output.ToString();
    }

    private static void WriteSettings(XmlOut output, NicPlug plug, NicDefinition? nic, NetworkDefinition network)
    {
        BandwidthXml.Write(output, nic?.Bandwidth);
        VlanXml.Write(output, nic?.Vlan);
        using (output.ElementIfAny("port"))
        {
            output.YesNo("isolated", nic?.Isolated);
        }

        using (output.ElementIfAny("rxfilters"))
        {
            output.YesNo("trustGuest", nic?.Promiscuous);
        }

        if (network.Mode != NetworkMode.Macvtap && plug.Bridge is null)
        {
            return;
        }

        using var element = output.Element("plug");
        if (plug.Bridge is { } bridge)
        {
            output.Attr("type", network.Mode == NetworkMode.Bridge ? "bridge" : "network").Attr("bridge", bridge);
        }
        else
        {
            output.Attr("type", "direct").Attr("dev", network.Interfaces.OrEmpty().FirstOrDefault())
                .Attr("mode", ForwardXml.Sharing.Of(network.Macvtap ?? MacvtapSharing.Bridge));
        }
    }
}
