using Lodge.Model.Networks;

namespace Lodge.Cli.Rendering.Networks;

/// <summary>What makes the host find guests of a network by name. Pure.</summary>
internal static class DnsSetup
{
    /// <summary>The commands, with what they are for; null when the network answers no questions.</summary>
    public static string? Of(Network network)
    {
        if (network.Runtime is not { Bridge: { } bridge } runtime || runtime.Definition is not { Subnets: [var subnet, ..] } definition || definition.Dns?.Enabled == false)
        {
            return null;
        }

        var server = subnet.Address.Split('/')[0];
        var inside = $"{network.Name.ToLowerInvariant()}.lodge.internal";
        var domains = definition.Domain?.Name is { } own ? $"{inside} {own}" : inside;
        return $"""
            # With systemd-resolved; again after each start of the network:
            resolvectl dns {bridge} {server}
            resolvectl domain {bridge} {string.Join(' ', domains.Split(' ').Select(domain => $"~{domain}"))}

            # With a dnsmasq of the host's, in /etc/dnsmasq.d/lodge.conf:
            {string.Join('\n', domains.Split(' ').Select(domain => $"server=/{domain}/{server}"))}

            # To try it without either:
            nslookup NAME.{inside} {server}

            """.ReplaceLineEndings("\n");
    }
}
