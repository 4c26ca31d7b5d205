using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Networks;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>What a network card is plugged into: the type of <c>&lt;interface&gt;</c>, and its <c>&lt;source&gt;</c>.</summary>
internal static class NicSourceXml
{
    private static readonly Words<UserNetworkBackend> s_backends = new((UserNetworkBackend.Qemu, "default"), (UserNetworkBackend.Passt, "passt"));

    public static NicSource Read(Element element)
    {
        var source = element.Child("source");
        return element.Need("type") switch
        {
            "user" => new UserNicSource { Backend = element.Child("backend")?.Word("type", s_backends), Forwards = PortForwardXml.Read(element) },
            "network" => Network(NeedSource(element, source)),
            "bridge" => new BridgeNicSource(NeedSource(element, source).Need("bridge")),
            "direct" => Direct(NeedSource(element, source)),
            var type and ("ethernet" or "vhostuser" or "server" or "client" or "mcast" or "internal" or "hostdev" or "udp" or "vdpa" or "null" or "vds") =>
                throw element.Unsupported($"an interface of the type '{type}'"),
            var type => throw element.Invalid($"'{type}' for the attribute 'type' of <interface>"),
        };
    }

    public static string TypeOf(NicSource source) => source switch
    {
        NetworkNicSource => "network",
        BridgeNicSource => "bridge",
        MacvtapNicSource => "direct",
        _ => "user",
    };

    /// <summary>Writes the source; of a running domain also where the card is plugged in.</summary>
    public static void Write(XmlOut output, NicSource source, LivePlug? plug)
    {
        using (output.ElementIfAny("source"))
        {
            switch (source)
            {
                case NetworkNicSource network:
                    output.Attr("network", network.Network).Attr("portid", plug?.PortId.ToString("D"))
                        .Attr("portgroup", network.PortGroup).Attr("bridge", plug?.Bridge);
                    break;
                case BridgeNicSource bridge:
                    output.Attr("bridge", bridge.Bridge);
                    break;
                case MacvtapNicSource direct:
                    output.Attr("dev", direct.Interface).Attr("mode", ForwardXml.Sharing.Of(direct.Sharing ?? Model.Networks.MacvtapSharing.Vepa));
                    break;
            }
        }

        if (source is UserNicSource user)
        {
            PortForwardXml.Write(output, user.Forwards);
        }
    }

    /// <summary>Writes who makes a network of the VM's own; libvirt has it behind the model.</summary>
    public static void WriteBackend(XmlOut output, NicSource source)
    {
        using var backend = output.ElementIfAny("backend");
        output.Attr("type", s_backends.Of((source as UserNicSource)?.Backend));
    }

    // In live XML the source also says where the card is plugged in, which means nothing for the next run.
    private static NetworkNicSource Network(Element source)
    {
        source.Attr("portid");
        source.Attr("bridge");
        return new NetworkNicSource(source.Need("network")) { PortGroup = source.Attr("portgroup") is { Length: > 0 } group ? group : null };
    }

    private static MacvtapNicSource Direct(Element source) =>
        new(source.Need("dev")) { Sharing = source.Word("mode", ForwardXml.Sharing) ?? Model.Networks.MacvtapSharing.Vepa };

    private static Element NeedSource(Element element, Element? source) => source ?? throw element.Invalid("missing element <source> in <interface>");
}
