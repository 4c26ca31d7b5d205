using Lodge.LibvirtXml.Xml;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Firewall;

/// <summary>The frames that a rule of a network filter speaks of: an element that is named after their protocol.</summary>
internal static class FilterMatchXml
{
    private const string OverIpv6 = "Ipv6";

    private static readonly Dictionary<string, FilterProtocol> s_protocols = Enum.GetValues<FilterProtocol>().ToDictionary(NameOf);

    public static FilterMatch? Read(Element rule)
    {
        var found = rule.Elements.Where(element => element.Namespace.Length == 0 && s_protocols.ContainsKey(element.Name)).ToList();
        if (found.Count > 1)
        {
            throw found[1].Unsupported("a <rule> with more than one protocol");
        }

        return found is [var match] ? Match(match) : null;
    }

    public static void Write(XmlOut output, FilterMatch? match)
    {
        if (match is null)
        {
            return;
        }

        using var element = output.Element(NameOf(match.Protocol));
        output.YesNo("match", match.Negated == true ? false : null);
        foreach (var attribute in match.Attributes.OrEmpty())
        {
            output.Attr(attribute.Name, attribute.Value);
        }
    }

    private static FilterMatch Match(Element element)
    {
        element.Read = true;
        var protocol = s_protocols[element.Name];
        var attributes = element.Attributes
            .Where(attribute => attribute.Namespace.Length == 0 && FilterAttributes.Of(protocol).Contains(attribute.Name))
            .Select(attribute => new FilterAttribute(attribute.Name, element.Attr(attribute.Name)!)).ToList();
        return new FilterMatch
        {
            Protocol = protocol,
            Negated = element.YesNo("match") == false ? true : null,
            Attributes = attributes.Count == 0 ? null : attributes,
        };
    }

    // Those over IPv6 say so behind a dash.
    private static string NameOf(FilterProtocol protocol)
    {
        var name = protocol.ToString();
        return name.Length > OverIpv6.Length && name.EndsWith(OverIpv6, StringComparison.Ordinal)
            ? $"{name[..^OverIpv6.Length].ToLowerInvariant()}-ipv6" : name.ToLowerInvariant();
    }
}
