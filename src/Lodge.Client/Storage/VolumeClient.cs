using System.Globalization;
using System.Net.Http.Headers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Storage;
using Lodge.Client.Http;
using Lodge.Model.Jobs;
using Lodge.Model.Storage;

namespace Lodge.Client.Storage;

/// <summary>Volumes of storage pools. Part of a <see cref="LodgeClient"/>. What may take long is a job.</summary>
public sealed class VolumeClient
{
    private const string Bytes = "application/octet-stream";
    private const int Piece = 1 << 20;

    private readonly ApiTransport _transport;

    internal VolumeClient(ApiTransport transport) => _transport = transport;

    private static ApiJson Json => ClientJson.Lenient;

    /// <summary>The volumes of a pool, by name.</summary>
    public Task<IReadOnlyList<Volume>> ListAsync(string pool, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Pool(pool, "/volumes"), Json.IReadOnlyListVolume, cancellationToken);

    /// <summary>One volume with all that it is based on.</summary>
    public Task<Volume> GetAsync(string pool, string volume, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Volume(pool, volume), Json.Volume, cancellationToken);

    /// <summary>The VMs and volumes that need a volume.</summary>
    public Task<IReadOnlyList<VolumeUser>> ListUsersAsync(string pool, string volume, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Volume(pool, volume, "/users"), Json.IReadOnlyListVolumeUser, cancellationToken);

    /// <summary>Makes a volume, empty or from another one.</summary>
    public Task<Job> CreateAsync(string pool, CreateVolume request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Pool(pool, "/volumes"), request, ApiJson.Default.CreateVolume), Json.Job, cancellationToken);

    /// <summary>Deletes a volume.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="force">Whether it goes though the definition of a VM that does not run names it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task DeleteAsync(string pool, string volume, bool force = false, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Delete, ApiPath.Volume(pool, volume, force ? "?force=true" : "")), cancellationToken);

    /// <summary>Changes what a guest sees of a volume.</summary>
    public Task<Job> ResizeAsync(string pool, string volume, ResizeVolume request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Volume(pool, volume, "/resize"), request, ApiJson.Default.ResizeVolume), Json.Job, cancellationToken);

    /// <summary>Overwrites a volume.</summary>
    public Task<Job> WipeAsync(string pool, string volume, WipeMethod method, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Volume(pool, volume, "/wipe"), new WipeVolume(method), ApiJson.Default.WipeVolume), Json.Job, cancellationToken);

    /// <summary>Bases a volume on another image, or with null on none.</summary>
    public Task<Job> RebaseAsync(string pool, string volume, BackingRequest? backing, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Volume(pool, volume, "/rebase"), new RebaseVolume(backing), ApiJson.Default.RebaseVolume), Json.Job, cancellationToken);

    /// <summary>Copies the bytes of a volume to a stream.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="progress">How many bytes came, and how many there are.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    public async Task DownloadAsync(
        string pool, string volume, long offset, Stream target, IProgress<(long Done, long Total)>? progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var response = await _transport.OpenAsync(ContentPath(pool, volume, offset), cancellationToken);
        try
        {
            var total = offset + (response.Content.Headers.ContentLength ?? 0);
            await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[Piece];
            var done = offset;
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                done += read;
                progress?.Report((done, total));
            }
        }
        catch (Exception broken) when (broken is HttpRequestException or HttpIOException)
        {
            throw Unreachable.Lost(_transport.Address, broken);
        }
    }

    /// <summary>Copies a stream over the bytes of a volume.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="source">The bytes, up to its end.</param>
    /// <param name="cancellationToken">Ends the copying; what was written stays.</param>
    /// <returns>How many bytes were written.</returns>
    public async Task<long> UploadAsync(string pool, string volume, long offset, Stream source, CancellationToken cancellationToken = default)
    {
        var request = _transport.Request(HttpMethod.Put, ContentPath(pool, volume, offset));
        request.Content = new StreamContent(source, Piece);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(Bytes);
        request.Headers.ExpectContinue = true;
        return (await _transport.SendAsync(request, Json.VolumeWritten, cancellationToken)).Bytes;
    }

    private static string ContentPath(string pool, string volume, long offset) =>
        ApiPath.Volume(pool, volume, string.Create(CultureInfo.InvariantCulture, $"/content{(offset > 0 ? $"?offset={offset}" : "")}"));
}
