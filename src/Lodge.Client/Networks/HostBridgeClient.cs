using Lodge.Api.Contracts;
using Lodge.Client.Http;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.Client.Networks;

/// <summary>Bridges over interfaces of the daemon's host. Part of a <see cref="LodgeClient"/>.</summary>
public sealed class HostBridgeClient
{
    private const string Path = "v1/host/bridges";

    private readonly ApiTransport _transport;

    internal HostBridgeClient(ApiTransport transport) => _transport = transport;

    private static ApiJson Json => ClientJson.Lenient;

    /// <summary>Those that wait to be confirmed, and those that are kept.</summary>
    public Task<IReadOnlyList<HostBridge>> ListAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path, Json.IReadOnlyListHostBridge, cancellationToken);

    /// <summary>What making a bridge would do.</summary>
    public Task<HostBridgePlan> PlanAsync(HostBridgeWish wish, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, $"{Path}/plan", wish, ApiJson.Default.HostBridgeWish), Json.HostBridgePlan, cancellationToken);

    /// <summary>Makes a bridge; it goes back by itself unless it is confirmed in time.</summary>
    public Task<HostBridge> MakeAsync(HostBridgeWish wish, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, Path, wish, ApiJson.Default.HostBridgeWish), Json.HostBridge, cancellationToken);

    /// <summary>Keeps a bridge that waits.</summary>
    public Task<HostBridge> ConfirmAsync(string link, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, $"{ApiPath.HostBridge(link)}/confirm"), Json.HostBridge, cancellationToken);

    /// <summary>Gives an interface everything back.</summary>
    /// <param name="link">The interface.</param>
    /// <param name="force">Whether guests are cut off, and files replaced that somebody has changed since.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<HostBridge> UndoAsync(string link, bool force = false, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Delete, $"{ApiPath.HostBridge(link)}{(force ? "?force=true" : "")}"), Json.HostBridge, cancellationToken);
}
