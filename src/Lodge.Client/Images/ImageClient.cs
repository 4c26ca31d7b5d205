using System.Text.Json.Serialization.Metadata;
using Lodge.Api.Contracts;
using Lodge.Client.Http;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Model.Jobs;

namespace Lodge.Client.Images;

/// <summary>Images that VMs are launched from. Part of a <see cref="LodgeClient"/>.</summary>
public sealed class ImageClient
{
    private readonly ApiTransport _transport;

    internal ImageClient(ApiTransport transport) => _transport = transport;

    private static ApiJson Json => ClientJson.Lenient;

    /// <summary>All images, by name.</summary>
    public Task<IReadOnlyList<ImageInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("v1/images", Json.IReadOnlyListImageInfo, cancellationToken);

    /// <summary>What vendors publish and can be pulled, by name.</summary>
    public Task<IReadOnlyList<CatalogueImage>> ListPublishedAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("v1/images/published", Json.IReadOnlyListCatalogueImage, cancellationToken);

    /// <summary>One image.</summary>
    /// <exception cref="LodgeException">There is none; the remedy says how to get it.</exception>
    public Task<ImageInfo> GetAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Image(name), Json.ImageInfo, cancellationToken);

    /// <summary>Builds an image from the host's own packages.</summary>
    public Task<Job> BuildAsync(BuildImage request, CancellationToken cancellationToken = default) =>
        StartAsync("build", request, ApiJson.Default.BuildImage, cancellationToken);

    /// <summary>Downloads an image that its vendor publishes.</summary>
    public Task<Job> PullAsync(PullImage request, CancellationToken cancellationToken = default) =>
        StartAsync("pull", request, ApiJson.Default.PullImage, cancellationToken);

    /// <summary>Makes an image from a file of the daemon's host.</summary>
    public Task<Job> ImportAsync(ImportImage request, CancellationToken cancellationToken = default) =>
        StartAsync("import", request, ApiJson.Default.ImportImage, cancellationToken);

    /// <summary>Deletes an image that no VM needs.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Delete, ApiPath.Image(name)), cancellationToken);

    private Task<Job> StartAsync<T>(string what, T request, JsonTypeInfo<T> json, CancellationToken cancellationToken) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, $"v1/images/{what}", request, json), Json.Job, cancellationToken);
}
