using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;dhcp&gt;</c>: addresses that guests get.</summary>
internal static class DhcpXml
{
    public static DhcpDefinition Read(Element dhcp)
    {
        var boot = dhcp.Child("bootp");
        return new DhcpDefinition
        {
            Ranges = NetworkReader.Said(dhcp.Children("range").Select(Range).ToList()),
            Reservations = NetworkReader.Said(dhcp.Children("host").Select(Host).ToList()),
            BootFile = boot?.Need("file"),
            BootServer = boot?.Attr("server"),
        };
    }

    public static void Write(XmlOut output, DhcpDefinition? dhcp)
    {
        if (dhcp is null)
        {
            return;
        }

        using var element = output.Element("dhcp");
        foreach (var range in dhcp.Ranges.OrEmpty())
        {
            using var one = output.Element("range");
            output.Attr("start", range.Start).Attr("end", range.End);
            LeaseXml.Write(output, range.LeaseSeconds);
        }

        foreach (var host in dhcp.Reservations.OrEmpty())
        {
            using var one = output.Element("host");
            output.Attr("mac", host.Mac).Attr("id", host.Duid).Attr("name", host.Name).Attr("ip", host.Address);
            LeaseXml.Write(output, host.LeaseSeconds);
        }

        using var boot = output.ElementIfAny("bootp");
        output.Attr("file", dhcp.BootFile).Attr("server", dhcp.BootServer);
    }

    /// <summary>One range.</summary>
    public static AddressRange Range(Element range) => new()
    {
        Start = IpText.Need(range, "start"),
        End = IpText.Need(range, "end"),
        LeaseSeconds = LeaseXml.Read(range),
    };

    /// <summary>One reservation.</summary>
    public static DhcpReservation Host(Element host)
    {
        host.Need("ip");
        return AnyHost(host) is { Mac: null, Duid: null, Name: null } ? throw host.Invalid("<host> of <dhcp> needs 'mac', 'id' or 'name'") : AnyHost(host);
    }

    /// <summary>What is said of a reservation, which is something at least.</summary>
    public static DhcpReservation AnyHost(Element host)
    {
        var read = new DhcpReservation
        {
            Mac = host.Attr("mac")?.ToLowerInvariant(),
            Duid = host.Attr("id"),
            Name = host.Attr("name"),
            Address = IpText.Of(host, "ip") ?? "",
            LeaseSeconds = LeaseXml.Read(host),
        };
        return read is { Mac: null, Duid: null, Name: null, Address: "" } ? throw host.Invalid("<host> of <dhcp> says neither 'mac', 'id' or 'name' nor 'ip'") : read;
    }
}
