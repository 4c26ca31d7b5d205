using Lodge.Api.Contracts;
using Lodge.Client.Http;
using Lodge.Model.Firewall;

namespace Lodge.Client.Networks;

/// <summary>Security groups, named by name or id. Part of a <see cref="LodgeClient"/>.</summary>
public sealed class SecurityGroupClient
{
    private readonly ApiTransport _transport;

    internal SecurityGroupClient(ApiTransport transport) => _transport = transport;

    private static ApiJson Json => ClientJson.Lenient;

    /// <summary>All groups, by name.</summary>
    public Task<IReadOnlyList<SecurityGroup>> ListAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("v1/security-groups", Json.IReadOnlyListSecurityGroup, cancellationToken);

    /// <summary>One group.</summary>
    public Task<SecurityGroup> GetAsync(string group, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Group(group), Json.SecurityGroup, cancellationToken);

    /// <summary>One group, to change it and give it back; fails when a newer daemon uses fields that this client does not know.</summary>
    public Task<SecurityGroup> GetForEditAsync(string group, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Group(group), ApiJson.Default.SecurityGroup, cancellationToken);

    /// <summary>Makes a group.</summary>
    public Task<SecurityGroup> CreateAsync(SecurityGroup group, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, "v1/security-groups", group, ApiJson.Default.SecurityGroup), Json.SecurityGroup, cancellationToken);

    /// <summary>As the other, from JSON as it stands.</summary>
    public Task<SecurityGroup> CreateAsync(byte[] groupJson, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, "v1/security-groups", groupJson), Json.SecurityGroup, cancellationToken);

    /// <summary>Replaces a group; all cards that have it follow at once.</summary>
    public Task<SecurityGroup> ReplaceAsync(string group, byte[] groupJson, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Put, ApiPath.Group(group), groupJson), Json.SecurityGroup, cancellationToken);

    /// <summary>Deletes a group that no card and no network names.</summary>
    public Task DeleteAsync(string group, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Delete, ApiPath.Group(group)), cancellationToken);
}
