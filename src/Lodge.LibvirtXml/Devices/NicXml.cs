using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;interface&gt;</c>: network cards.</summary>
internal static class NicXml
{
    private const string Virtio = "virtio";

    private static readonly Words<NicModel> s_models = new(
        (NicModel.Virtio, Virtio), (NicModel.E1000e, "e1000e"), (NicModel.Rtl8139, "rtl8139"), (NicModel.E1000, "e1000"))
    {
        Refused =
        [
            "netfront", "usb-net", "spapr-vlan", "lan9118", "smc91c111", "vlance", "vmxnet", "vmxnet2", "vmxnet3", "Am79C970A", "Am79C973",
            "82540EM", "82545EM", "82543GC", "ne2k_pci", "pcnet", "igb", "82557b", "i82557b", "i82551", "i82559er",
        ],
    };

    private static readonly Words<LinkState> s_links = new((LinkState.Up, "up"), (LinkState.Down, "down"));

    public static NicDefinition Read(Element element)
    {
        var driver = element.Child("driver");
        driver?.Accept("name", "qemu");
        var model = element.Child("model");
        var (kind, generation) = Model(model);
        return DeviceInfo.ReadBootable(element, new NicDefinition(Source(element))
        {
            Mac = element.Child("mac")?.Need("address").ToLowerInvariant(),
            Model = kind,
            Virtio = generation,
            Link = element.Child("link")?.Word("state", s_links),
            Mtu = element.Child("mtu")?.NeedInt("size"),
            Queues = driver?.Int("queues"),
            RxQueueSize = driver?.Int("rx_queue_size"),
            TxQueueSize = driver?.Int("tx_queue_size"),
            Rom = DeviceInfo.ReadRom(element),
        });
    }

    public static void Write(XmlOut output, WriteContext context, NicDefinition nic)
    {
        using var element = output.Element("interface");
        output.Attr("type", "user");
        using (output.ElementIfAny("mac"))
        {
            output.Attr("address", nic.Mac);
        }

        using (output.Element("model"))
        {
            output.Attr("type", VirtioWords.Disk.Of(nic.Virtio) ?? s_models.Of(nic.Model));
        }

        using (output.ElementIfAny("driver"))
        {
            output.Attr("queues", nic.Queues).Attr("rx_queue_size", nic.RxQueueSize).Attr("tx_queue_size", nic.TxQueueSize);
        }

        using (output.ElementIfAny("link"))
        {
            output.Attr("state", s_links.Of(nic.Link));
        }

        using (output.ElementIfAny("mtu"))
        {
            output.Attr("size", nic.Mtu);
        }

        DeviceInfo.Write(output, context, nic, nic.Rom);
    }

    private static UserNicSource Source(Element element) => element.Need("type") switch
    {
        "user" => new UserNicSource(),
        var type and ("ethernet" or "vhostuser" or "server" or "client" or "mcast" or "network" or "bridge" or "internal" or "direct"
            or "hostdev" or "udp" or "vdpa" or "null" or "vds") => throw element.Unsupported($"an interface of the type '{type}'"),
        var type => throw element.Invalid($"'{type}' for the attribute 'type' of <interface>"),
    };

    // Without a model libvirt takes the oldest that works everywhere.
    private static (NicModel, VirtioGeneration?) Model(Element? model) => model?.Attr("type") switch
    {
        null => (NicModel.Rtl8139, null),
        "virtio-transitional" or "virtio-non-transitional" => (NicModel.Virtio, model.Word("type", VirtioWords.Disk)),
        _ => (model.Word("type", s_models)!.Value, null),
    };
}
