using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;domain&gt;</c> and <c>&lt;dns&gt;</c>: names in a network.</summary>
internal static class DnsXml
{
    public static DomainName? ReadDomain(Element network) => network.Child("domain") is { } domain
        ? new DomainName { Name = domain.Need("name"), LocalOnly = domain.YesNo("localOnly"), Register = domain.YesNo("register") } : null;

    public static void WriteDomain(XmlOut output, DomainName? domain)
    {
        using var element = output.ElementIfAny("domain");
        output.Attr("name", domain?.Name).YesNo("localOnly", domain?.LocalOnly).YesNo("register", domain?.Register);
    }

    public static DnsDefinition? Read(Element network)
    {
        if (network.Child("dns") is not { } dns)
        {
            return null;
        }

        var read = new DnsDefinition
        {
            Enabled = dns.YesNo("enable"),
            ForwardPlainNames = dns.YesNo("forwardPlainNames"),
            Forwarders = NetworkReader.Said(dns.Children("forwarder").Select(Forwarder).ToList()),
            Texts = NetworkReader.Said(dns.Children("txt").Select(Text).ToList()),
            Services = NetworkReader.Said(dns.Children("srv").Select(service => Service(service)).ToList()),
            Hosts = NetworkReader.Said(dns.Children("host").Select(Host).ToList()),
        };
        return read == new DnsDefinition() ? null : read;
    }

    public static void Write(XmlOut output, DnsDefinition? dns)
    {
        using var element = output.ElementIfAny("dns");
        output.YesNo("enable", dns?.Enabled).YesNo("forwardPlainNames", dns?.ForwardPlainNames);
        foreach (var forwarder in (dns?.Forwarders).OrEmpty())
        {
            using var one = output.Element("forwarder");
            output.Attr("domain", forwarder.Domain).Attr("addr", forwarder.Address);
        }

        foreach (var text in (dns?.Texts).OrEmpty())
        {
            using var one = output.Element("txt");
            output.Attr("name", text.Name).Attr("value", text.Value);
        }

        foreach (var service in (dns?.Services).OrEmpty())
        {
            Write(output, service);
        }

        foreach (var host in (dns?.Hosts).OrEmpty())
        {
            Write(output, host);
        }
    }

    /// <summary>One address with names.</summary>
    public static DnsHost Host(Element host) => new()
    {
        Address = IpText.Need(host, "ip"),
        Names = host.Children("hostname").Select(name => name.Text).ToList() is { Count: > 0 } names && names.TrueForAll(name => name.Length > 0)
            ? names : throw host.Invalid("missing hostname in <host> of <dns>"),
    };

    /// <summary>What is said of an address with names, which is something at least.</summary>
    public static DnsHost AnyHost(Element host)
    {
        var read = new DnsHost { Address = IpText.Of(host, "ip") ?? "", Names = [.. host.Children("hostname").Select(name => name.Text)] };
        return read is { Address: "", Names.Count: 0 } ? throw host.Invalid("<host> of <dns> says neither 'ip' nor a hostname") : read;
    }

    /// <summary>One text.</summary>
    public static DnsText Text(Element text) => new()
    {
        Name = text.Need("name"),
        Value = text.Attr("value") ?? throw text.Invalid("missing attribute 'value' of <txt>"),
    };

    /// <summary>One service.</summary>
    /// <param name="service">The element.</param>
    /// <param name="needed">Whether what it is and its protocol must be said.</param>
    public static DnsService Service(Element service, bool needed = true) => new()
    {
        Service = needed ? service.Need("service") : service.Attr("service") ?? "",
        Protocol = needed ? service.Need("protocol") : service.Attr("protocol") ?? "",
        Domain = service.Attr("domain"),
        Target = service.Attr("target"),
        Port = service.Int("port"),
        Priority = service.Int("priority"),
        Weight = service.Int("weight"),
    };

    private static DnsForwarder Forwarder(Element forwarder)
    {
        var read = new DnsForwarder { Address = IpText.Of(forwarder, "addr"), Domain = forwarder.Attr("domain") };
        return read == new DnsForwarder() ? throw forwarder.Invalid("<forwarder> needs 'addr', 'domain' or both") : read;
    }

    private static void Write(XmlOut output, DnsService service)
    {
        using var one = output.Element("srv");
        output.Attr("service", service.Service).Attr("protocol", service.Protocol).Attr("domain", service.Domain).Attr("target", service.Target)
            .Attr("port", service.Port).Attr("priority", service.Priority).Attr("weight", service.Weight);
    }

    private static void Write(XmlOut output, DnsHost host)
    {
        using var one = output.Element("host");
        output.Attr("ip", host.Address);
        foreach (var name in host.Names)
        {
            output.Leaf("hostname", name);
        }
    }
}
