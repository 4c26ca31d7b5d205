using Lodge.LibvirtXml.Networks;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Networks.Updates;

/// <summary>Changes of names, texts and services. Pure.</summary>
internal static class DnsUpdates
{
    public static NetworkDefinition Host(NetworkDefinition network, NetworkUpdate update)
    {
        update.ThrowIfModify("DNS HOST records");
        var host = NetworkPartXml.ReadDnsHost(update.Xml, update.IsDelete);

        // Several addresses may have one name, but each address comes once.
        return With(network, dns => dns with
        {
            Hosts = Changed(network, update, dns.Hosts, host, "HOST",
                known => known.Address == host.Address || (update.IsDelete && known.Names.Intersect(host.Names).Any()),
                "there is already at least one DNS HOST record with a matching field"),
        });
    }

    public static NetworkDefinition Text(NetworkDefinition network, NetworkUpdate update)
    {
        update.ThrowIfModify("DNS TXT records");
        var text = NetworkPartXml.ReadDnsText(update.Xml, update.IsDelete);
        return With(network, dns => dns with
        {
            Texts = Changed(network, update, dns.Texts, text, "TXT", known => known.Name == text.Name, $"there is already a DNS TXT record with name '{text.Name}'"),
        });
    }

    public static NetworkDefinition Service(NetworkDefinition network, NetworkUpdate update)
    {
        update.ThrowIfModify("DNS SRV records");
        var service = NetworkPartXml.ReadDnsService(update.Xml, update.IsDelete);
        return With(network, dns => dns with
        {
            Services = Changed(network, update, dns.Services, service, "SRV",
                known => Fits(service.Domain, known.Domain) && Fits(service.Service, known.Service) && Fits(service.Protocol, known.Protocol) && Fits(service.Target, known.Target),
                "there is already at least one DNS SRV record matching all specified fields"),
        });
    }

    private static bool Fits(string? wanted, string? known) => string.IsNullOrEmpty(wanted) || wanted == known;

    private static NetworkDefinition With(NetworkDefinition network, Func<DnsDefinition, DnsDefinition> change)
    {
        var changed = change(network.Dns ?? new DnsDefinition());
        return network with { Dns = changed == new DnsDefinition() ? null : changed };
    }

    private static IReadOnlyList<T>? Changed<T>(
        NetworkDefinition network, NetworkUpdate update, IReadOnlyList<T>? list, T item, string kind, Func<T, bool> match, string taken)
    {
        var known = list.OrEmpty();
        var found = Enumerable.Range(0, known.Count).Where(index => match(known[index])).ToList();
        return (update.IsAdd, found.Count) switch
        {
            (true, 0) => update.Added(known, item),
            (true, _) => throw NetworkDirectory.Invalid($"{taken} in network {network.Name}"),
            (_, 0) => throw NetworkDirectory.Invalid($"couldn't locate a matching DNS {kind} record in network {network.Name}"),
            (_, 1) => NetworkUpdate.Without(known, found[0]),
            _ => throw NetworkDirectory.Invalid($"multiple matching DNS {kind} records were found in network {network.Name}"),
        };
    }
}
