using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;forward&gt;</c>: how guests reach what is outside.</summary>
internal static class ForwardXml
{
    private const string Bridge = "bridge";
    private const string None = "none";

    private static readonly Words<NetworkMode> s_modes = new(
        (NetworkMode.Nat, "nat"), (NetworkMode.Routed, "route"), (NetworkMode.Open, "open"), (NetworkMode.Isolated, None), (NetworkMode.Bridge, Bridge))
    {
        Refused = ["hostdev"],
    };

    /// <summary>How cards share an interface.</summary>
    public static Words<MacvtapSharing> Sharing { get; } = new(
        (MacvtapSharing.Vepa, "vepa"), (MacvtapSharing.Bridge, Bridge), (MacvtapSharing.Private, "private"), (MacvtapSharing.Passthrough, "passthrough"));

    public static Forward Read(Element network)
    {
        if (network.Child("forward") is not { } forward)
        {
            return new Forward(NetworkMode.Isolated, null, null, null);
        }

        var interfaces = Interfaces(forward);
        var word = forward.Attr("mode") ?? "nat";
        return word is "vepa" or "private" or "passthrough" || (word == Bridge && interfaces is not null)
            ? new Forward(NetworkMode.Macvtap, interfaces, Sharing.Read(word, forward, "the attribute 'mode' of <forward>"), Nat(forward))
            : new Forward(s_modes.Read(word, forward, "the attribute 'mode' of <forward>"), interfaces, null, Nat(forward));
    }

    public static void Write(XmlOut output, NetworkDefinition network, IReadOnlyDictionary<string, int> connections)
    {
        if (network.Mode == NetworkMode.Isolated)
        {
            return;
        }

        using var forward = output.Element("forward");
        output.Attr("dev", network.Interfaces.OrEmpty().FirstOrDefault());
        output.Attr("mode", network.Mode == NetworkMode.Macvtap ? Sharing.Of(network.Macvtap ?? MacvtapSharing.Bridge) : s_modes.Of(network.Mode));
        Write(output, network.Nat);
        foreach (var name in network.Interfaces.OrEmpty())
        {
            using var element = output.Element("interface");
            output.Attr("dev", name).Attr("connections", connections.TryGetValue(name, out var plugged) && plugged > 0 ? plugged : null);
        }
    }

    /// <summary>One interface of the list.</summary>
    public static string Interface(Element element)
    {
        element.Attr("connections");
        return element.Need("dev");
    }

    // The attribute names the first of the list, or the only one.
    private static List<string>? Interfaces(Element forward)
    {
        var list = forward.Children("interface").Select(Interface).ToList();
        if (forward.Attr("dev") is { Length: > 0 } first && list is not [var named, ..])
        {
            return [first];
        }
        else if (forward.Attr("dev") is { Length: > 0 } other && other != list[0])
        {
            throw forward.Invalid($"the first <interface> in <forward> must be '{other}', as its attribute 'dev' says, not '{list[0]}'");
        }

        return NetworkReader.Said(list);
    }

    private static NatDefinition? Nat(Element forward)
    {
        var nat = forward.Child("nat");
        var addresses = nat?.Child("address");
        var ports = nat?.Child("port");
        var read = new NatDefinition
        {
            Addresses = addresses is null ? null : new AddressRange { Start = IpText.Need(addresses, "start"), End = IpText.Need(addresses, "end") },
            FirstPort = ports?.NeedInt("start"),
            LastPort = ports?.NeedInt("end"),
            Ipv6 = nat?.YesNo("ipv6"),
        };
        return read == new NatDefinition() ? null : read;
    }

    private static void Write(XmlOut output, NatDefinition? nat)
    {
        using var element = output.ElementIfAny("nat");
        output.YesNo("ipv6", nat?.Ipv6);
        using (output.ElementIfAny("address"))
        {
            output.Attr("start", nat?.Addresses?.Start).Attr("end", nat?.Addresses?.End);
        }

        if (nat?.FirstPort is not null || nat?.LastPort is not null)
        {
            using var ports = output.Element("port");
            output.Attr("start", nat.FirstPort ?? 1024).Attr("end", nat.LastPort ?? 65535);
        }
    }
}

/// <summary>What <c>&lt;forward&gt;</c> says.</summary>
internal sealed record Forward(NetworkMode Mode, IReadOnlyList<string>? Interfaces, MacvtapSharing? Sharing, NatDefinition? Nat);
