using Lodge.Api.Contracts;
using Lodge.Client.Http;
using Lodge.Model.Jobs;

namespace Lodge.Client.Panel;

/// <summary>The screens and keyboards of VMs, and what debuggers need. Part of a <see cref="LodgeClient"/>.</summary>
public sealed class PanelClient
{
    private readonly ApiTransport _transport;

    internal PanelClient(ApiTransport transport) => _transport = transport;

    /// <summary>Takes a picture of a guest's screen.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="screen">Which screen; 0 is the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A PNG file.</returns>
    public async Task<byte[]> CaptureAsync(string vm, int screen = 0, CancellationToken cancellationToken = default)
    {
        using var response = await _transport.OpenAsync(ApiPath.Vm(vm, screen == 0 ? "/screenshot" : $"/screenshot?screen={screen}"), cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>Presses keys on a guest's keyboard.</summary>
    public Task SendKeysAsync(string vm, SendKeys request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Vm(vm, "/send-key"), request, ApiJson.Default.SendKeys), cancellationToken);

    /// <summary>Sends a guest a non-maskable interrupt.</summary>
    public Task InjectNmiAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(_transport.Request(HttpMethod.Post, ApiPath.Vm(vm, "/nmi")), cancellationToken);

    /// <summary>Writes a guest's memory to a file on the host.</summary>
    public Task<Job> DumpAsync(string vm, DumpVm request, CancellationToken cancellationToken = default) => _transport.SendAsync(
        _transport.Request(HttpMethod.Post, ApiPath.Vm(vm, "/dump"), request, ApiJson.Default.DumpVm), ClientJson.Lenient.Job, cancellationToken);
}
