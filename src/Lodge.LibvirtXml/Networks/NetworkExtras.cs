using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Networks;

/// <summary>
/// What Lodge's definition says and libvirt's vocabulary cannot: one element of Lodge's own namespace in
/// <c>&lt;metadata&gt;</c>, written only when there is something to say. So a definition survives being edited as XML.
/// </summary>
internal static class NetworkExtras
{
    public const string Namespace = "urn:lodge:network:1";

    private static readonly Words<TransportProtocol> s_protocols = new((TransportProtocol.Tcp, "tcp"), (TransportProtocol.Udp, "udp"));

    public static Element? Find(Element root) => root.Child("metadata")?.Elements.FirstOrDefault(IsOwn);

    /// <summary>What others keep there.</summary>
    public static string? ReadMetadata(Element root)
    {
        var elements = root.Child("metadata")?.Keep().Elements.Where(element => !IsOwn(element)).ToList() ?? [];
        return elements.Count == 0 ? null : ForeignXml.ToText(elements, '"');
    }

    public static NetworkDefinition Apply(Element own, NetworkDefinition network)
    {
        var bridge = (network.Bridge ?? new BridgeDefinition()) with
        {
            VlanFiltering = own.OnOff("vlan-filtering"),
            MulticastSnooping = own.OnOff("multicast-snooping"),
            ForwardDelay = Delay(own, network.Bridge?.ForwardDelay),
        };
        var forwards = own.Elements.Where(element => element is { Namespace: Namespace, Name: "forward" }).Select(Forward).ToList();
        return network with
        {
            Subnets = [.. network.Subnets.Select((subnet, index) => WithLease(subnet, Lease(own, index)))],
            Bridge = bridge == new BridgeDefinition() ? null : bridge,
            AntiSpoofing = own.OnOff("anti-spoofing"),
            Tenant = own.Attr("tenant"),
            Groups = own.Attr("groups")?.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Forwards = NetworkReader.Said(forwards),
        };
    }

    public static void Write(XmlOut output, NetworkDefinition network)
    {
        using var metadata = output.ElementIfAny("metadata");
        if (network.Metadata is { } text)
        {
            output.Lines(text);
        }

        var bridge = network.Bridge;
        var leases = string.Join(' ', network.Subnets.Select((subnet, index) => (subnet.Dhcp?.LeaseSeconds, Index: index))
            .Where(item => item.LeaseSeconds is not null)
            .Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Index}={item.LeaseSeconds}")));
        var delay = bridge?.ForwardDelay is { } seconds && seconds != Math.Floor(seconds) ? seconds.ToString("R", CultureInfo.InvariantCulture) : null;
        if (network is { AntiSpoofing: null, Tenant: null, Groups: null } && network.Forwards.OrEmpty().Count == 0
            && bridge?.VlanFiltering is null && bridge?.MulticastSnooping is null && leases.Length == 0 && delay is null)
        {
            return;
        }

        using var own = output.Element("lodge:network");
        output.Attr("xmlns:lodge", Namespace)
            .Attr("tenant", network.Tenant)
            .OnOff("anti-spoofing", network.AntiSpoofing)
            .Attr("groups", network.Groups is { } groups ? string.Join(' ', groups) : null)
            .OnOff("vlan-filtering", bridge?.VlanFiltering)
            .OnOff("multicast-snooping", bridge?.MulticastSnooping)
            .Attr("forward-delay", delay)
            .Attr("leases", leases.Length == 0 ? null : leases);
        foreach (var forward in network.Forwards.OrEmpty())
        {
            Write(output, forward);
        }
    }

    private static bool IsOwn(Element element) => element is { Namespace: Namespace, Name: "network" };

    private static void Write(XmlOut output, PortForward forward)
    {
        using var one = output.Element("lodge:forward");
        output.Attr("protocol", s_protocols.Of(forward.Protocol)).Attr("address", forward.Address)
            .Attr("port", forward.Port).Attr("last-port", forward.LastPort)
            .Attr("target", forward.Target).Attr("target-port", forward.TargetPort);
    }

    private static PortForward Forward(Element forward) => new()
    {
        Protocol = forward.Word("protocol", s_protocols) ?? TransportProtocol.Tcp,
        Address = forward.Attr("address"),
        Port = forward.NeedInt("port"),
        LastPort = forward.Int("last-port"),
        Target = forward.Need("target"),
        TargetPort = forward.Int("target-port"),
    };

    // The whole seconds are in the bridge's own element, and count when somebody has changed them there.
    private static double? Delay(Element own, double? whole) =>
        own.Attr("forward-delay") is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
        && Math.Floor(exact) == (whole ?? 0) ? exact : whole;

    private static long? Lease(Element own, int subnet)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"{subnet}=");
        var part = own.Attr("leases")?.Split(' ').FirstOrDefault(part => part.StartsWith(start, StringComparison.Ordinal));
        return part is not null && long.TryParse(part.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
    }

    private static SubnetDefinition WithLease(SubnetDefinition subnet, long? seconds) =>
        subnet.Dhcp is { } dhcp && seconds is not null ? subnet with { Dhcp = dhcp with { LeaseSeconds = seconds } } : subnet;
}
