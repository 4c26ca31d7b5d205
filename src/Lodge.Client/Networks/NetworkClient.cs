using System.Globalization;
using System.Net.Http.Headers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Networks;
using Lodge.Client.Http;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Json;
using Lodge.Model.Networks;

namespace Lodge.Client.Networks;

/// <summary>
/// Networks, named by name or id. Part of a <see cref="LodgeClient"/>. Definitions go out as they stand where a person may
/// have written them, so that the daemon's complaints name their fields and lines.
/// </summary>
public sealed class NetworkClient
{
    private readonly ApiTransport _transport;

    internal NetworkClient(ApiTransport transport) => _transport = transport;

    private static ApiJson Json => ClientJson.Lenient;

    /// <summary>All networks, by name.</summary>
    public Task<IReadOnlyList<NetworkSummary>> ListAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("v1/networks", Json.IReadOnlyListNetworkSummary, cancellationToken);

    /// <summary>One network with everything known about it.</summary>
    public Task<Network> GetAsync(string network, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Network(network), Json.Network, cancellationToken);

    /// <summary>
    /// One network, to change its definition and give that back. Unlike <see cref="GetAsync"/> it fails with
    /// <see cref="ErrorCode.Unsupported"/> when a newer daemon uses fields that this client does not know.
    /// </summary>
    public Task<Network> GetForEditAsync(string network, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Network(network), ApiJson.Default.Network, cancellationToken);

    /// <summary>Defines a network, and starts it when asked to.</summary>
    public Task<Network> CreateAsync(CreateNetwork request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, "v1/networks", request, ApiJson.Default.CreateNetwork), Json.Network, cancellationToken);

    /// <summary>As the other, from a <see cref="CreateNetwork"/> in JSON as it stands.</summary>
    public Task<Network> CreateAsync(byte[] requestJson, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, "v1/networks", requestJson), Json.Network, cancellationToken);

    /// <summary>Replaces the definition; a running network follows at once, or nothing is changed.</summary>
    /// <param name="network">The network.</param>
    /// <param name="definitionJson">The whole new definition.</param>
    /// <param name="scope">What is changed.</param>
    /// <param name="expectedRevision">Revision that the change is based on; null to change whatever is there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Network> ReplaceAsync(
        string network, byte[] definitionJson, NetworkScope scope, long? expectedRevision, CancellationToken cancellationToken = default)
    {
        var request = _transport.Request(HttpMethod.Put, ApiPath.Network(network, $"?scope={Kebab.Of(scope)}"), definitionJson);
        if (expectedRevision is { } revision)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{revision}\""));
        }

        return _transport.SendAsync(request, Json.Network, cancellationToken);
    }

    /// <summary>Forgets a network; a running one goes on until it stops.</summary>
    public Task DeleteAsync(string network, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Delete, ApiPath.Network(network)), cancellationToken);

    /// <summary>Starts a network.</summary>
    public Task<Network> StartAsync(string network, CancellationToken cancellationToken = default) => ActAsync(network, "/start", cancellationToken);

    /// <summary>Stops a network that no guest is plugged into.</summary>
    /// <param name="network">The network.</param>
    /// <param name="force">Whether guests that are plugged in lose it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Network> StopAsync(string network, bool force = false, CancellationToken cancellationToken = default) =>
        ActAsync(network, force ? "/stop?force=true" : "/stop", cancellationToken);

    /// <summary>Makes again what a running network lacks.</summary>
    public Task<Network> RepairAsync(string network, CancellationToken cancellationToken = default) => ActAsync(network, "/repair", cancellationToken);

    /// <summary>What a running network lacks, and which rules of other programs are in its way.</summary>
    public Task<NetworkCheck> CheckAsync(string network, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Network(network, "/check"), Json.NetworkCheck, cancellationToken);

    /// <summary>Addresses that are lent.</summary>
    public Task<IReadOnlyList<DhcpLease>> ListLeasesAsync(string network, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Network(network, "/leases"), Json.IReadOnlyListDhcpLease, cancellationToken);

    /// <summary>Cards that are plugged in.</summary>
    public Task<IReadOnlyList<NicPlug>> ListPlugsAsync(string network, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Network(network, "/plugs"), Json.IReadOnlyListNicPlug, cancellationToken);

    /// <summary>The IP addresses of a VM's cards, from whoever knows them.</summary>
    public Task<IReadOnlyList<NicAddresses>> ListAddressesAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vm(vm, "/addresses"), Json.IReadOnlyListNicAddresses, cancellationToken);

    /// <summary>Frames of a running VM's cards that the firewall has dropped.</summary>
    public Task<IReadOnlyList<NicDrops>> ListDropsAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vm(vm, "/drops"), Json.IReadOnlyListNicDrops, cancellationToken);

    /// <summary>Has ports of the host lead to a guest, at once and from now on.</summary>
    public Task<Network> AddForwardAsync(string network, PortForward forward, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Network(network, "/forwards"), forward, ApiJson.Default.PortForward), Json.Network, cancellationToken);

    /// <summary>Takes the port forward away that begins at a port of the host.</summary>
    /// <param name="network">The network.</param>
    /// <param name="port">The port.</param>
    /// <param name="protocol">The protocol.</param>
    /// <param name="address">The host's address, when the forward names one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Network> RemoveForwardAsync(
        string network, int port, TransportProtocol protocol, string? address, CancellationToken cancellationToken = default)
    {
        var which = string.Create(CultureInfo.InvariantCulture, $"/forwards?port={port}&protocol={Kebab.Of(protocol)}");
        var rest = address is null ? which : $"{which}&address={Uri.EscapeDataString(address)}";
        return _transport.SendAsync(_transport.Request(HttpMethod.Delete, ApiPath.Network(network, rest)), Json.Network, cancellationToken);
    }

    private Task<Network> ActAsync(string network, string action, CancellationToken cancellationToken) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, ApiPath.Network(network, action)), Json.Network, cancellationToken);
}
