using System.Net;
using Lodge.Model.Vms.Validation;

namespace Lodge.Model.Networks.Validation;

/// <summary>Names in a network.</summary>
internal static class DnsValidator
{
    private const int TextLimit = 255;

    public static void Check(NetworkDefinition definition, Place root)
    {
        root.In("domain").DomainName("name", definition.Domain?.Name);
        if (definition.Dns is not { } dns)
        {
            return;
        }

        var place = root.In("dns");
        foreach (var (at, forwarder) in place.Each("forwarders", dns.Forwarders))
        {
            at.AddIf(forwarder is { Address: null, Domain: null }, "", "must have an address, a domain, or both");
            at.Address("address", forwarder.Address);
            at.DomainName("domain", forwarder.Domain);
        }

        CheckHosts(dns.Hosts, place);
        foreach (var (at, service) in place.Each("services", dns.Services))
        {
            CheckService(service, at);
        }

        foreach (var (at, text) in place.Each("texts", dns.Texts))
        {
            at.DomainName("name", text.Name);
            at.Printable("value", text.Value, TextLimit);
        }
    }

    private static void CheckHosts(IReadOnlyList<DnsHost>? hosts, Place place)
    {
        var seen = new HashSet<IPAddress>();
        foreach (var (at, host) in place.Each("hosts", hosts))
        {
            if (at.Address("address", host.Address) is { } address)
            {
                at.AddIf(!seen.Add(address), "address", $"is {address}, as that of another host is already; give that one more names");
            }

            at.AddIf(host.Names.Count == 0, "names", "must have at least one entry");
            for (var i = 0; i < host.Names.Count; i++)
            {
                at.DomainName($"names[{i}]", host.Names[i]);
            }
        }
    }

    // RFC 2782; a label has at most 63 characters, and one goes to the underscore.
    private static void CheckService(DnsService service, Place place)
    {
        place.Label("service", service.Service);
        place.Label("protocol", service.Protocol);
        place.DomainName("domain", service.Domain);
        place.DomainName("target", service.Target);
        place.Range("port", service.Port, 1, 65_535);
        place.Range("priority", service.Priority, 0, 65_535);
        place.Range("weight", service.Weight, 0, 65_535);
        place.Only(service.Target is not null, "a service with 'target'", ("port", service.Port), ("priority", service.Priority), ("weight", service.Weight));
    }
}
