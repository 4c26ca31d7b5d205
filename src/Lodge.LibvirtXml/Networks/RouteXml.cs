using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;route&gt;</c>: the way to a network behind a guest.</summary>
internal static class RouteXml
{
    public static RouteDefinition Read(Element route) => new()
    {
        Destination = IpText.ReadPrefixed(route),
        Gateway = IpText.Need(route, "gateway"),
        Metric = route.Int("metric"),
    };

    public static void Write(XmlOut output, RouteDefinition route)
    {
        using var element = output.Element("route");
        IpText.WritePrefixed(output, route.Destination, netmask: false);
        output.Attr("gateway", route.Gateway).Attr("metric", route.Metric);
    }
}
