using Lodge.LibvirtXml.Networks;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;portForward&gt;</c>: ports of the host that lead to a guest behind a network of its own. A range is several of the model's.</summary>
internal static class PortForwardXml
{
    private const int Most = 65_535;

    // libvirt listens everywhere when nothing is said, Lodge on loopback.
    private const string Everywhere = "0.0.0.0";
    private const string Loopback = "127.0.0.1";

    private static readonly Words<TransportProtocol> s_protocols = new((TransportProtocol.Tcp, "tcp"), (TransportProtocol.Udp, "udp"));

    public static IReadOnlyList<UserPortForward>? Read(Element element) =>
        NetworkReader.Said(element.Children("portForward").SelectMany(Forwards).ToList());

    public static void Write(XmlOut output, IReadOnlyList<UserPortForward>? forwards)
    {
        foreach (var forward in forwards.OrEmpty())
        {
            using var element = output.Element("portForward");
            output.Attr("proto", s_protocols.Of(forward.Protocol)).Attr("address", forward.Address ?? Loopback);
            using var range = output.Element("range");
            output.Attr("start", forward.Port).Attr("to", forward.TargetPort);
        }
    }

    private static IEnumerable<UserPortForward> Forwards(Element forward)
    {
        var protocol = s_protocols.Read(forward.Need("proto"), forward, "the attribute 'proto' of <portForward>");
        var address = IpText.Of(forward, "address") ?? Everywhere;
        var ranges = forward.Children("range");
        return ranges.Count == 0 ? throw forward.Unsupported("a <portForward> of all ports; name them by <range>")
            : ranges.SelectMany(range => Ports(range).Select(pair => new UserPortForward
            {
                Port = pair.Port,
                TargetPort = pair.Target,
                Protocol = protocol,
                Address = address,
            }));
    }

    private static IEnumerable<(int Port, int? Target)> Ports(Element range)
    {
        range.Accept("exclude", "no");
        var first = range.NeedInt("start");
        var last = range.Int("end") ?? first;
        var target = range.Int("to");
        if (first < 1 || last < first || last > Most || target < 1 || target > Most - (last - first))
        {
            throw range.Invalid("<range> of <portForward> holds ports from 1 to 65535, the first not above the last");
        }

        return Enumerable.Range(0, last - first + 1).Select(step => (first + step, target + step));
    }
}
