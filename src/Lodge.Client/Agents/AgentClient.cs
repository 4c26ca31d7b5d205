using System.Net.Http.Headers;
using Lodge.Api.Contracts;
using Lodge.Client.Http;
using Lodge.Model.Vms.Guest;

namespace Lodge.Client.Agents;

/// <summary>What the agents of guests tell and do. Part of a <see cref="LodgeClient"/>.</summary>
public sealed class AgentClient
{
    private readonly ApiTransport _transport;

    internal AgentClient(ApiTransport transport) => _transport = transport;

    private static ApiJson Json => ClientJson.Lenient;

    /// <summary>Sees whether a guest's agent answers.</summary>
    public Task PingAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, Path(vm, "ping")), cancellationToken);

    /// <summary>The agent's version and commands.</summary>
    public Task<GuestAgentInfo> GetInfoAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(vm, "info"), Json.GuestAgentInfo, cancellationToken);

    /// <summary>The guest's operating system.</summary>
    public Task<GuestOs> GetOsAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(vm, "os"), Json.GuestOs, cancellationToken);

    /// <summary>The guest's network interfaces and their addresses.</summary>
    public Task<IReadOnlyList<GuestInterface>> GetAddressesAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(vm, "addresses"), Json.IReadOnlyListGuestInterface, cancellationToken);

    /// <summary>Who is signed in.</summary>
    public Task<IReadOnlyList<GuestUser>> GetUsersAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(vm, "users"), Json.IReadOnlyListGuestUser, cancellationToken);

    /// <summary>The guest's mounted file systems.</summary>
    public Task<IReadOnlyList<GuestFileSystem>> GetFileSystemsAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(vm, "filesystems"), Json.IReadOnlyListGuestFileSystem, cancellationToken);

    /// <summary>Tells the guest's disks which blocks are free.</summary>
    public Task<IReadOnlyList<GuestTrim>> TrimAsync(string vm, TrimGuest request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, Path(vm, "trim"), request, ApiJson.Default.TrimGuest), Json.IReadOnlyListGuestTrim, cancellationToken);

    /// <summary>The guest's clock.</summary>
    public async Task<DateTimeOffset> GetTimeAsync(string vm, CancellationToken cancellationToken = default) =>
        (await _transport.GetAsync(Path(vm, "time"), Json.GuestTime, cancellationToken)).Time ?? default;

    /// <summary>Sets the guest's clock.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="time">To this; null: the system's clock follows the hardware's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task SetTimeAsync(string vm, DateTimeOffset? time, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Put, Path(vm, "time"), new GuestTime { Time = time }, ApiJson.Default.GuestTime), cancellationToken);

    /// <summary>Sets the password of a user of the guest.</summary>
    public Task SetPasswordAsync(string vm, SetGuestPassword request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Put, Path(vm, "password"), request, ApiJson.Default.SetGuestPassword), cancellationToken);

    /// <summary>Runs a program in the guest, and returns when it has ended.</summary>
    public Task<GuestCommandResult> ExecuteAsync(string vm, ExecuteInGuest request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, Path(vm, "exec"), request, ApiJson.Default.ExecuteInGuest), Json.GuestCommandResult, cancellationToken);

    /// <summary>Whether the guest's file systems are frozen.</summary>
    public Task<GuestFreeze> GetFreezeAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(vm, "freeze"), Json.GuestFreeze, cancellationToken);

    /// <summary>Halts writing to the guest's file systems.</summary>
    public Task<GuestFreeze> FreezeAsync(string vm, FreezeGuest request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, Path(vm, "freeze"), request, ApiJson.Default.FreezeGuest), Json.GuestFreeze, cancellationToken);

    /// <summary>Lets writing go on.</summary>
    public Task<GuestFreeze> ThawAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, Path(vm, "thaw")), Json.GuestFreeze, cancellationToken);

    /// <summary>Copies a file of the guest to a stream.</summary>
    public async Task ReadFileAsync(string vm, string path, Stream target, CancellationToken cancellationToken = default)
    {
        using var response = await _transport.OpenAsync(FilePath(vm, path), cancellationToken);
        try
        {
            await response.Content.CopyToAsync(target, cancellationToken);
        }
        catch (HttpRequestException broken)
        {
            throw Unreachable.Lost(_transport.Address, broken);
        }
    }

    /// <summary>Copies a stream to a file of the guest.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="path">Absolute path in the guest.</param>
    /// <param name="append">Add to its end; else it is made anew.</param>
    /// <param name="source">The content, up to its end.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many bytes were written.</returns>
    public async Task<long> WriteFileAsync(string vm, string path, bool append, Stream source, CancellationToken cancellationToken = default)
    {
        var request = _transport.Request(HttpMethod.Put, FilePath(vm, path) + (append ? "&append=true" : ""));
        request.Content = new StreamContent(source);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Headers.ExpectContinue = true;
        return (await _transport.SendAsync(request, Json.GuestFileWritten, cancellationToken)).Bytes;
    }

    private static string Path(string vm, string what) => ApiPath.Vm(vm, $"/agent/{what}");

    private static string FilePath(string vm, string path) => Path(vm, $"file?path={Uri.EscapeDataString(path)}");
}
