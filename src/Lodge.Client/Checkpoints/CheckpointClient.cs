using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Checkpoints;
using Lodge.Client.Http;
using Lodge.Model.Checkpoints;
using Lodge.Model.Json;

namespace Lodge.Client.Checkpoints;

/// <summary>Checkpoints of VMs, named by name or id. Part of a <see cref="LodgeClient"/>.</summary>
public sealed class CheckpointClient
{
    private readonly ApiTransport _transport;

    internal CheckpointClient(ApiTransport transport) => _transport = transport;

    private static ApiJson Json => ClientJson.Lenient;

    /// <summary>A VM's checkpoints, oldest first.</summary>
    public Task<IReadOnlyList<CheckpointSummary>> ListAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vm(vm, "/checkpoints"), Json.IReadOnlyListCheckpointSummary, cancellationToken);

    /// <summary>One checkpoint, with the VM's definition of then.</summary>
    public Task<Checkpoint> GetAsync(string vm, string checkpoint, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Checkpoint(vm, checkpoint), Json.Checkpoint, cancellationToken);

    /// <summary>How much a running guest wrote to each disk since a checkpoint.</summary>
    public Task<IReadOnlyList<WrittenSince>> MeasureAsync(string vm, string checkpoint, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Checkpoint(vm, checkpoint, "/written"), Json.IReadOnlyListWrittenSince, cancellationToken);

    /// <summary>Makes a checkpoint.</summary>
    public Task<Checkpoint> CreateAsync(string vm, CreateCheckpoint request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Vm(vm, "/checkpoints"), request, ApiJson.Default.CreateCheckpoint), Json.Checkpoint, cancellationToken);

    /// <summary>Takes a checkpoint whose bitmaps are in the images, or describes one in other words.</summary>
    public Task<Checkpoint> RedefineAsync(string vm, string checkpoint, RedefineCheckpoint request, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            _transport.Request(HttpMethod.Put, ApiPath.Checkpoint(vm, checkpoint), request, ApiJson.Default.RedefineCheckpoint), Json.Checkpoint, cancellationToken);

    /// <summary>Deletes a checkpoint, and what is said to go with it.</summary>
    public Task DeleteAsync(
        string vm, string checkpoint, CheckpointScope scope = CheckpointScope.One, bool recordOnly = false, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            _transport.Request(HttpMethod.Delete, ApiPath.Checkpoint(vm, checkpoint, $"?scope={Kebab.Of(scope)}{(recordOnly ? "&recordOnly=true" : "")}")), cancellationToken);
}
