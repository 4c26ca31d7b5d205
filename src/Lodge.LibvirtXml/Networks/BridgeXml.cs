using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;bridge&gt;</c>, <c>&lt;mtu&gt;</c> and <c>&lt;mac&gt;</c>.</summary>
internal static class BridgeXml
{
    public static BridgeDefinition? Read(Element network, NetworkMode mode)
    {
        var bridge = network.Child("bridge");
        bridge?.Accept("macTableManager", "kernel");
        if (mode is NetworkMode.Bridge or NetworkMode.Macvtap && (bridge?.Attr("stp") ?? bridge?.Attr("delay") ?? bridge?.Attr("zone")) is not null)
        {
            throw bridge!.Invalid("bridge delay, stp and zone can be set only in nat, route, open and isolated mode");
        }

        var read = new BridgeDefinition
        {
            Name = bridge?.Attr("name") is { Length: > 0 } name ? name : null,
            Zone = bridge?.Attr("zone") is { Length: > 0 } zone ? zone : null,
            Stp = OfLodge(mode) && bridge?.OnOff("stp") != false ? true : null,
            ForwardDelay = bridge?.Long("delay") is { } seconds and not 0 ? seconds : null,
            Mac = network.Child("mac")?.Need("address").ToLowerInvariant(),
        };
        return read == new BridgeDefinition() ? null : read;
    }

    /// <summary>Writes it; spanning tree and delay also where they are the default, as libvirt does. Its default is to look for loops.</summary>
    public static void Write(XmlOut output, NetworkDefinition network)
    {
        var bridge = network.Bridge ?? new BridgeDefinition();
        using (output.ElementIfAny("bridge"))
        {
            output.Attr("name", bridge.Name).Attr("zone", bridge.Zone);
            if (OfLodge(network.Mode))
            {
                output.OnOff("stp", bridge.Stp ?? false).Attr("delay", (long)(bridge.ForwardDelay ?? 0));
            }
        }

        using (output.ElementIfAny("mtu"))
        {
            output.Attr("size", network.Mtu);
        }

        using var mac = output.ElementIfAny("mac");
        output.Attr("address", bridge.Mac);
    }

    private static bool OfLodge(NetworkMode mode) => mode is not (NetworkMode.Bridge or NetworkMode.Macvtap);
}
