using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Snapshots;
using Lodge.Client.Http;
using Lodge.Model.Jobs;
using Lodge.Model.Json;
using Lodge.Model.Snapshots;

namespace Lodge.Client.Snapshots;

/// <summary>Snapshots of VMs, named by name or id. Part of a <see cref="LodgeClient"/>.</summary>
public sealed class SnapshotClient
{
    private readonly ApiTransport _transport;

    internal SnapshotClient(ApiTransport transport) => _transport = transport;

    private static ApiJson Json => ClientJson.Lenient;

    /// <summary>A VM's snapshots, oldest first.</summary>
    public Task<IReadOnlyList<SnapshotSummary>> ListAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vm(vm, "/snapshots"), Json.IReadOnlyListSnapshotSummary, cancellationToken);

    /// <summary>One snapshot, with the VM's definition of then.</summary>
    public Task<Snapshot> GetAsync(string vm, string snapshot, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Snapshot(vm, snapshot), Json.Snapshot, cancellationToken);

    /// <summary>Makes a snapshot.</summary>
    public Task<Job> CreateAsync(string vm, CreateSnapshot request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Vm(vm, "/snapshots"), request, ApiJson.Default.CreateSnapshot), Json.Job, cancellationToken);

    /// <summary>Brings a VM back to a snapshot.</summary>
    public Task<Job> RevertAsync(string vm, string snapshot, RevertTo to = RevertTo.AsRecorded, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            _transport.Request(HttpMethod.Post, ApiPath.Snapshot(vm, snapshot, "/revert"), new RevertSnapshot { To = to }, ApiJson.Default.RevertSnapshot),
            Json.Job,
            cancellationToken);

    /// <summary>Deletes a snapshot, and what is said to go with it.</summary>
    public Task<Job> DeleteAsync(string vm, string snapshot, SnapshotScope scope = SnapshotScope.One, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Delete, ApiPath.Snapshot(vm, snapshot, $"?scope={Kebab.Of(scope)}")), Json.Job, cancellationToken);
}
