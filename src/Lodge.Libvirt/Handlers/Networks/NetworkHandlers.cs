using Lodge.Engine.Networks;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Networks;
using Lodge.Model.Networks;

namespace Lodge.Libvirt.Handlers.Networks;

/// <summary>What networks are: their XML, bridges, whether they run, and the addresses that they lent.</summary>
/// <param name="networks">All networks.</param>
/// <param name="directory">Finds one.</param>
internal sealed class NetworkHandlers(NetworkService networks, NetworkDirectory directory)
{
    private const int Ipv4 = 0;
    private const int Ipv6 = 1;

    [Procedure(RemoteProcedure.NetworkGetXmlDesc)]
    public NetworkGetXmlDescRet GetXml(Session session, NetworkGetXmlDescArgs args)
    {
        const uint Inactive = 1;
        CallFlags.Check(args.Flags, Inactive, "virNetworkGetXMLDesc");
        var network = directory.Get(args.Net);
        return new(network.Runtime is { } runtime && args.Flags == 0
            ? NetworkXml.Write(runtime.Definition with { Autostart = false }, Connections(network, runtime))
            : NetworkXml.Write(network.Definition));
    }

    [Procedure(RemoteProcedure.NetworkGetBridgeName)]
    public NetworkGetBridgeNameRet GetBridge(Session session, NetworkGetBridgeNameArgs args)
    {
        var network = directory.Get(args.Net);
        return new(BridgeOf(network)
            ?? throw new LibvirtException(ErrorNumber.InternalError, ErrorOrigin.Network, $"network '{network.Name}' does not have a bridge name."));
    }

    [Procedure(RemoteProcedure.NetworkIsActive)]
    public NetworkIsActiveRet IsActive(Session session, NetworkIsActiveArgs args) => new(directory.Get(args.Net).IsActive ? 1 : 0);

    [Procedure(RemoteProcedure.NetworkIsPersistent)]
    public NetworkIsPersistentRet IsPersistent(Session session, NetworkIsPersistentArgs args) => new(directory.Get(args.Net).Persistent ? 1 : 0);

    [Procedure(RemoteProcedure.NetworkGetAutostart)]
    public NetworkGetAutostartRet GetAutostart(Session session, NetworkGetAutostartArgs args) =>
        new(directory.Get(args.Net).Definition.Autostart ? 1 : 0);

    /// <summary>The leases, of all cards or of one; none while the network does not run.</summary>
    [Procedure(RemoteProcedure.NetworkGetDhcpLeases)]
    public async ValueTask<NetworkGetDhcpLeasesRet> GetLeasesAsync(Session session, NetworkGetDhcpLeasesArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virNetworkGetDHCPLeases");
        var network = directory.Get(args.Net);
        var bridge = BridgeOf(network) ?? "";
        var leases = (await networks.ListLeasesAsync(network.Id.ToString(), cancellation))
            .Where(lease => args.Mac is null || string.Equals(lease.Mac, args.Mac, StringComparison.OrdinalIgnoreCase))
            .Select(lease => Lease(lease, bridge)).ToArray();
        return new(args.NeedResults != 0 ? leases : [], (uint)leases.Length);
    }

    private static string? BridgeOf(Model.Networks.Network network) => network.Runtime?.Bridge ?? network.Definition.Bridge?.Name;

    private static NetworkDhcpLease Lease(DhcpLease lease, string bridge) => new(
        bridge,
        lease.Expires?.ToUnixTimeSeconds() ?? 0,
        lease.Address.Contains(':', StringComparison.Ordinal) ? Ipv6 : Ipv4,
        lease.Mac,
        lease.Iaid?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        lease.Address,
        (uint)lease.Prefix,
        lease.Name,
        lease.ClientId);

    // Cards that share interfaces are counted by interface, as far as that is known; others are those of the bridge.
    private Dictionary<string, int> Connections(Model.Networks.Network network, NetworkRuntime runtime) =>
        networks.ListPlugs(network.Id.ToString())
            .GroupBy(_ => runtime.Definition.Mode == NetworkMode.Macvtap && runtime.Definition.Interfaces is [var only] ? only : "")
            .ToDictionary(group => group.Key, group => group.Count());
}
