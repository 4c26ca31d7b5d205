using System.Net.Sockets;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Firewall.Planning;

namespace Lodge.Network.Firewall.Obstacles;

/// <summary>
/// Rules of other programs that will drop what guests send or get. Each table of the packet filter may drop what the others
/// let through, so that no rule of Lodge's can help: a person must allow it where it is dropped. Pure.
/// </summary>
internal static class ObstacleFinder
{
    /// <summary>What is in the way, and the command that removes it; a sentence each.</summary>
    /// <param name="ruleset">What <c>list ruleset</c> prints as JSON.</param>
    /// <param name="own">Name of Lodge's tables.</param>
    /// <param name="network">The network.</param>
    /// <param name="host">What else the host says.</param>
    public static IReadOnlyList<string> Find(string ruleset, string own, NetworkRuntime network, HostFilters host)
    {
        if (network.Bridge is not { } bridge || network.Definition.Mode is NetworkMode.Macvtap)
        {
            return [];
        }

        var chains = ForeignChain.Read(ruleset, own);
        var walk = new ForeignWalk(chains);
        var found = Packets(network, bridge, host)
            .Select(packet => (Packet: packet, Obstacle: walk.Find(packet)))
            .Where(pair => pair.Obstacle is not null)
            .GroupBy(pair => (pair.Obstacle!.Chain.Place, pair.Obstacle.ByPolicy))
            .Select(same => Sentence(same.First().Obstacle!, [.. same.Select(pair => pair.Packet.What).Distinct()], bridge, same.First().Packet.Hook, chains));
        var legacy = host.LegacyTables.Contains("filter") && network.Definition.Mode is not NetworkMode.Isolated
            ? [$"Rules of iptables-legacy are loaded, which cannot be read here and may drop what guests send. "
                + $"See 'iptables-legacy -S FORWARD'; 'iptables-legacy -I FORWARD -i {bridge} -j ACCEPT' and '-o {bridge}' let it through."]
            : Array.Empty<string>();
        return [.. found, .. legacy];
    }

    private static IEnumerable<SamplePacket> Packets(NetworkRuntime network, string bridge, HostFilters host)
    {
        var definition = network.Definition;
        var guests = new GuestNetwork(definition, bridge);
        if (host.FiltersBridged)
        {
            yield return new SamplePacket("what guests of the network send each other", "forward", bridge, bridge);
        }

        if (definition.Mode == NetworkMode.Bridge)
        {
            yield break;
        }

        foreach (var subnet in guests.Subnets)
        {
            var six = subnet.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;
            var wayOut = six ? host.WayOut6 : host.WayOut;
            var sample = new SamplePacket("", "forward", bridge, wayOut) { IsIpv6 = six };
            if (definition.Mode != NetworkMode.Isolated)
            {
                yield return sample with { What = "what guests send out", Source = subnet };
                yield return sample with { What = "answers to guests", From = wayOut, To = bridge, State = "established", Destination = subnet };
            }

            if (definition.Mode is NetworkMode.Routed or NetworkMode.Open || definition.Forwards.OrEmpty().Count > 0)
            {
                yield return sample with
                {
                    What = "what is sent to guests", From = wayOut, To = bridge, Destination = subnet, IsForwarded = definition.Forwards.OrEmpty().Count > 0,
                };
            }
        }

        foreach (var subnet in definition.Subnets.Where(subnet => subnet.Dhcp is not null))
        {
            var isIpv6 = subnet.Address.Contains(':');
            yield return new SamplePacket("requests for an address (DHCP)", "input", bridge, null) { IsIpv6 = isIpv6, Protocol = "udp", Port = isIpv6 ? 547 : 67 };
        }

        if (definition.Subnets.Count > 0 && definition.Dns?.Enabled != false)
        {
            yield return new SamplePacket("questions for names (DNS)", "input", bridge, null) { Protocol = "udp", Port = 53, Source = guests.Subnets[0], IsIpv6 = definition.Subnets[0].Address.Contains(':') };
        }
    }

    private static string Sentence(Obstacle obstacle, IReadOnlyList<string> what, string bridge, string hook, IReadOnlyList<ForeignChain> chains)
    {
        var chain = obstacle.Chain;
        var cause = obstacle.ByPolicy ? $"The policy of chain '{chain.Name}'" : $"A rule of chain '{chain.Name}'";
        return $"{cause} in 'table {chain.Family} {chain.Table}'{Owner(chain, chains)} drops {string.Join(" and ", what)}. {Remedy(chain, bridge, hook, chains)}";
    }

    private static string Owner(ForeignChain chain, IReadOnlyList<ForeignChain> chains) =>
        chain.Table == "firewalld" ? " (firewalld)"
        : HasDocker(chain, chains) && chain.Name == "FORWARD" ? " (Docker)"
        : IsIptables(chain) ? " (iptables)" : "";

    private static string Remedy(ForeignChain chain, string bridge, string hook, IReadOnlyList<ForeignChain> chains)
    {
        if (chain.Table == "firewalld")
        {
            return $"To allow it: 'firewall-cmd --permanent --zone=trusted --add-interface={bridge}', then 'firewall-cmd --reload'.";
        }

        if (IsIptables(chain))
        {
            var program = chain.Family == "ip6" ? "ip6tables" : "iptables";
            var place = hook == "input" ? "INPUT" : HasDocker(chain, chains) ? "DOCKER-USER" : "FORWARD";
            var command = $"'{program} -I {place} -i {bridge} -j ACCEPT'";
            return hook == "input" ? $"To allow it: {command}." : $"To allow it: {command} and '{program} -I {place} -o {bridge} -j ACCEPT'.";
        }

        var rule = $"nft insert rule {chain.Place}";
        return hook == "input"
            ? $"To allow it: '{rule} iifname \"{bridge}\" accept'."
            : $"To allow it: '{rule} iifname \"{bridge}\" accept' and '{rule} oifname \"{bridge}\" accept'.";
    }

    private static bool IsIptables(ForeignChain chain) => chain.Family is "ip" or "ip6" && chain.Table == "filter";

    private static bool HasDocker(ForeignChain chain, IReadOnlyList<ForeignChain> chains) =>
        chains.Any(other => other.Family == chain.Family && other.Table == chain.Table && other.Name == "DOCKER-USER");
}

/// <summary>Ways of the host to filter that a list of rules does not show.</summary>
/// <param name="FiltersBridged">Whether rules for routed packets are asked about bridged ones too (sysctl <c>bridge-nf-call-iptables</c>).</param>
/// <param name="LegacyTables">Tables of iptables-legacy that are loaded.</param>
internal sealed record HostFilters(bool FiltersBridged, IReadOnlyList<string> LegacyTables)
{
    private const string BridgedSetting = "/proc/sys/net/bridge/bridge-nf-call-iptables";
    private const string TableNames = "/proc/net/ip_tables_names";

    /// <summary>The interface that IPv4 leaves the host by; null when it has none.</summary>
    public string? WayOut { get; init; }

    /// <summary>The same of IPv6.</summary>
    public string? WayOut6 { get; init; }

    /// <summary>None of all that.</summary>
    public static HostFilters None { get; } = new(false, []);

    /// <summary>Asks the kernel.</summary>
    public static HostFilters Read() => new(
        Text(BridgedSetting).Trim() == "1",
        Text(TableNames).Split('\n', StringSplitOptions.RemoveEmptyEntries));

    // Neither is there before its module is loaded; only root may read the second.
    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
