using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Networks;
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

    private static readonly Words<NicDatapath> s_datapaths = new((NicDatapath.Qemu, "qemu"), (NicDatapath.Vhost, "vhost"));

    private static readonly Words<LinkState> s_links = new((LinkState.Up, "up"), (LinkState.Down, "down"));

    // What libvirt and Lodge name interfaces themselves says nothing about the next run.
    private static readonly string[] s_madeUp = ["vnet", "macvtap", "macvlan"];

    public static NicDefinition Read(Element element)
    {
        var driver = element.Child("driver");
        var (kind, generation) = Model(element.Child("model"));
        return DeviceInfo.ReadBootable(element, new NicDefinition(NicSourceXml.Read(element))
        {
            Mac = element.Child("mac")?.Need("address").ToLowerInvariant(),
            Model = kind,
            Virtio = generation,
            Link = element.Child("link")?.Word("state", s_links),
            Mtu = element.Child("mtu")?.NeedInt("size"),
            Queues = driver?.Int("queues"),
            RxQueueSize = driver?.Int("rx_queue_size"),
            TxQueueSize = driver?.Int("tx_queue_size"),
            Datapath = driver?.Word("name", s_datapaths),
            Bandwidth = BandwidthXml.Read(element, withFloor: true),
            Vlan = VlanXml.Read(element),
            Filter = FilterRefXml.Read(element),
            Promiscuous = element.YesNo("trustGuestRxFilters"),
            Isolated = element.Child("port")?.YesNo("isolated"),
            Interface = Target(element.Child("target")),
            Rom = DeviceInfo.ReadRom(element),
        });
    }

    public static void Write(XmlOut output, WriteContext context, NicDefinition nic)
    {
        var plug = context.Live?.Plugs.GetValueOrDefault(nic.Alias ?? "");
        using var element = output.Element("interface");
        output.Attr("type", NicSourceXml.TypeOf(nic.Source)).YesNo("trustGuestRxFilters", nic.Promiscuous);
        using (output.ElementIfAny("mac"))
        {
            output.Attr("address", nic.Mac);
        }

        NicSourceXml.Write(output, nic.Source, plug);
        VlanXml.Write(output, nic.Vlan);
        BandwidthXml.Write(output, nic.Bandwidth);
        using (output.ElementIfAny("port"))
        {
            output.YesNo("isolated", nic.Isolated);
        }

        using (output.ElementIfAny("target"))
        {
            output.Attr("dev", plug?.Interface ?? nic.Interface);
        }

        using (output.Element("model"))
        {
            output.Attr("type", VirtioWords.Disk.Of(nic.Virtio) ?? s_models.Of(nic.Model));
        }

        using (output.ElementIfAny("driver"))
        {
            output.Attr("name", s_datapaths.Of(nic.Datapath)).Attr("queues", nic.Queues).Attr("rx_queue_size", nic.RxQueueSize).Attr("tx_queue_size", nic.TxQueueSize);
        }

        NicSourceXml.WriteBackend(output, nic.Source);
        FilterRefXml.Write(output, nic.Filter);
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

    private static string? Target(Element? target)
    {
        target?.Accept("managed", "yes");
        return target?.Attr("dev") is { Length: > 0 } name && !Array.Exists(s_madeUp, made => IsNumbered(name, made)) ? name : null;
    }

    private static bool IsNumbered(string name, string beginning) => name.Length > beginning.Length
        && name.StartsWith(beginning, StringComparison.Ordinal) && name.AsSpan(beginning.Length).IndexOfAnyExceptInRange('0', '9') < 0;

    // Without a model libvirt takes the oldest that works everywhere.
    private static (NicModel, VirtioGeneration?) Model(Element? model) => model?.Attr("type") switch
    {
        null => (NicModel.Rtl8139, null),
        "virtio-transitional" or "virtio-non-transitional" => (NicModel.Virtio, model.Word("type", VirtioWords.Disk)),
        _ => (model.Word("type", s_models)!.Value, null),
    };
}
