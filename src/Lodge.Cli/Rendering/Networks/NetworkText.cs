using System.Globalization;
using Lodge.Api.Contracts.Networks;
using Lodge.Cli.Networks;
using Lodge.Model.Json;
using Lodge.Model.Networks;

namespace Lodge.Cli.Rendering.Networks;

/// <summary>What is said of one network.</summary>
internal static class NetworkText
{
    /// <summary>The sentence after a network was made.</summary>
    public static string Created(Network network)
    {
        var addresses = network.Definition.Subnets.Select(subnet => subnet.Address).ToArray();
        var place = addresses.Length == 0 ? "" : $" on {string.Join(" and ", addresses)}";
        return network.IsActive ? $"{network.Name} is running{place}." : $"{network.Name} is defined{place}; start it: lodge network start {network.Name}";
    }

    /// <summary>The text of <c>lodge network info</c>.</summary>
    public static string Details(Network network, IReadOnlyList<NicPlug> plugs, NetworkCheck? check, DateTimeOffset now, Style style)
    {
        var details = new Details(style);
        var shown = network.Runtime?.Definition ?? network.Definition;
        details.Headline(shown.Title is { } title ? $"{network.Name} – {title}" : network.Name);
        AddState(details, network, now, style);
        AddPlace(details, network, shown);
        AddServices(details, shown);
        AddRules(details, shown);
        details.Line(
            "dnsmasq", network.Runtime?.DnsmasqConfined == false ? "is not confined: lodge-launch is missing or failed, the daemon's log tells" : null, style.Yellow);
        details.Lines("cards", plugs.OrderBy(plug => plug.VmName, StringComparer.Ordinal).Select(Card));
        foreach (var problem in check?.Problems ?? [])
        {
            details.Line("problem", problem, style.Red);
        }

        foreach (var obstacle in check?.Obstacles ?? [])
        {
            details.Line("in the way", obstacle, style.Yellow);
        }

        return details.ToString();
    }

    private static void AddState(Details details, Network network, DateTimeOffset now, Style style) => details
        .Line("state", network.IsActive ? "running" : "stopped", network.IsActive ? style.Green : null)
        .Line("since", network.Runtime is { } run ? Ages.Since(run.StartedAt, now) : null)
        .Line("id", network.Id.ToString())
        .Line("mode", Kebab.Of(network.Definition.Mode))
        .Line("lifetime", network.Persistent ? null : "transient: forgotten when it stops")
        .Line("autostart", network.Persistent ? network.Definition.Autostart ? "yes" : "no" : null);

    private static void AddPlace(Details details, Network network, NetworkDefinition shown) => details
        .Line("bridge", Bridge(network, shown.Bridge))
        .Line("interfaces", shown.Interfaces is { Count: > 0 } interfaces ? string.Join(", ", interfaces) : null)
        .Line("sharing", shown.Mode == NetworkMode.Macvtap ? Kebab.Of(shown.Macvtap ?? MacvtapSharing.Bridge) : null)
        .Line("mtu", shown.Mtu?.ToString(CultureInfo.InvariantCulture))
        .Line("tenant", shown.Tenant)
        .Line("bandwidth", RateSpec.Text(shown.Bandwidth))
        .Lines("routes", (shown.Routes ?? []).Select(route => $"{route.Destination} by way of {route.Gateway}"));

    private static void AddServices(Details details, NetworkDefinition shown) => details
        .Lines("subnets", shown.Subnets.Select(Subnet))
        .Lines("reserved", shown.Subnets.SelectMany(subnet => subnet.Dhcp?.Reservations ?? [])
            .Select(reservation => $"{reservation.Address} for {reservation.Name ?? reservation.Mac ?? reservation.Duid}"))
        .Line("domain", shown.Domain?.Name)
        .Lines("names", (shown.Dns?.Hosts ?? []).Select(host => $"{host.Address} {string.Join(' ', host.Names)}"))
        .Line("asks", shown.Dns?.Forwarders is { Count: > 0 } forwarders ? string.Join(", ", forwarders.Select(one => one.Address ?? "nobody")) : null);

    private static void AddRules(Details details, NetworkDefinition shown) => details
        .Lines("forwards", (shown.Forwards ?? []).Select(ForwardSpec.Text))
        .Line("groups", shown.Groups is { Count: > 0 } groups ? string.Join(", ", groups) : null)
        .Line("guests", shown.IsolatedPorts == true ? "kept from each other" : null)
        .Lines("port groups", (shown.PortGroups ?? []).Select(group => $"{group.Name}{(group.Default == true ? " (for cards that name none)" : "")}"));

    private static string? Bridge(Network network, BridgeDefinition? bridge) =>
        (network.Runtime?.Bridge ?? bridge?.Name) is { } name ? $"{name}{(bridge?.Mac is { } mac ? $" ({mac})" : "")}" : null;

    private static string Subnet(SubnetDefinition subnet)
    {
        var ranges = (subnet.Dhcp?.Ranges ?? []).Select(range => $"{range.Start} to {range.End}");
        return $"{subnet.Address}{(subnet.Dhcp is null ? ", no DHCP" : $", DHCP {string.Join(", ", ranges)}".TrimEnd())}";
    }

    private static string Card(NicPlug plug) => $"{plug.VmName} {plug.Alias} ({plug.Mac}, {plug.Interface})";
}
