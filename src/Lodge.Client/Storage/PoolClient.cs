using System.Net.Http.Headers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Storage;
using Lodge.Client.Http;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Storage;

namespace Lodge.Client.Storage;

/// <summary>Storage pools, named by name or id. Part of a <see cref="LodgeClient"/>.</summary>
public sealed class PoolClient
{
    private readonly ApiTransport _transport;

    internal PoolClient(ApiTransport transport) => _transport = transport;

    private static ApiJson Json => ClientJson.Lenient;

    /// <summary>All pools, by name, as they were last measured.</summary>
    public Task<IReadOnlyList<Pool>> ListAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("v1/pools", Json.IReadOnlyListPool, cancellationToken);

    /// <summary>What pools could be made of.</summary>
    public Task<IReadOnlyList<PoolSource>> FindSourcesAsync(PoolSearch search, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.PoolSources(search), Json.IReadOnlyListPoolSource, cancellationToken);

    /// <summary>One pool.</summary>
    public Task<Pool> GetAsync(string pool, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Pool(pool), Json.Pool, cancellationToken);

    /// <summary>
    /// One pool, to change its definition and give that back. Unlike <see cref="GetAsync"/> it fails with
    /// <see cref="ErrorCode.Unsupported"/> when a newer daemon uses fields that this client does not know.
    /// </summary>
    public Task<Pool> GetForEditAsync(string pool, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Pool(pool), ApiJson.Default.Pool, cancellationToken);

    /// <summary>Makes a pool from a <see cref="CreatePool"/> in JSON as it stands, so that the daemon's complaints name its fields.</summary>
    public Task<Pool> CreateAsync(byte[] requestJson, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, "v1/pools", requestJson), Json.Pool, cancellationToken);

    /// <summary>Makes a pool.</summary>
    public Task<Pool> CreateAsync(CreatePool request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, "v1/pools", request, ApiJson.Default.CreatePool), Json.Pool, cancellationToken);

    /// <summary>Replaces the definition of a pool.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="definitionJson">The whole new definition.</param>
    /// <param name="expectedRevision">Revision that the change is based on; null to change whatever is there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Pool> ReplaceAsync(string pool, byte[] definitionJson, long? expectedRevision, CancellationToken cancellationToken = default)
    {
        var request = _transport.Request(HttpMethod.Put, ApiPath.Pool(pool), definitionJson);
        if (expectedRevision is { } revision)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{revision}\""));
        }

        return _transport.SendAsync(request, Json.Pool, cancellationToken);
    }

    /// <summary>Forgets a pool that is not in use.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="storage">Whether what it is made of, which must be empty, is deleted too.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task DeleteAsync(string pool, bool storage = false, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Delete, ApiPath.Pool(pool, storage ? "?storage=true" : "")), cancellationToken);

    /// <summary>Takes a pool into use.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="build">Whether what it is made of is made first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Pool> StartAsync(string pool, bool build = false, CancellationToken cancellationToken = default) =>
        ActAsync(pool, build ? "/start?build=true" : "/start", cancellationToken);

    /// <summary>Takes a pool out of use; what is in it stays.</summary>
    public Task<Pool> StopAsync(string pool, CancellationToken cancellationToken = default) => ActAsync(pool, "/stop", cancellationToken);

    /// <summary>Measures a pool and lists its volumes anew.</summary>
    public Task<Pool> RefreshAsync(string pool, CancellationToken cancellationToken = default) => ActAsync(pool, "/refresh", cancellationToken);

    /// <summary>Makes what a pool is made of.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="overwrite">Whether what is there is thrown away.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Job> BuildAsync(string pool, bool overwrite = false, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Pool(pool, overwrite ? "/build?overwrite=true" : "/build")), Json.Job, cancellationToken);

    private Task<Pool> ActAsync(string pool, string action, CancellationToken cancellationToken) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, ApiPath.Pool(pool, action)), Json.Pool, cancellationToken);
}
