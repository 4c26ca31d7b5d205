using System.Globalization;
using System.Net.Http.Headers;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Devices;
using Lodge.Client.Http;
using Lodge.Model.Json;
using Lodge.Model.Vms.Changes;

namespace Lodge.Client.Changes;

/// <summary>
/// Changes of definitions, of running VMs, and of both together. Part of a <see cref="LodgeClient"/>. JSON goes out as
/// it stands, so that the daemon's complaints name its fields and lines.
/// </summary>
public sealed class ChangeClient
{
    private readonly ApiTransport _transport;

    internal ChangeClient(ApiTransport transport) => _transport = transport;

    /// <summary>Replaces a definition; a running VM takes at once what it can, and the rest at its next start.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="definitionJson">The whole new definition.</param>
    /// <param name="scope">What is changed.</param>
    /// <param name="expectedRevision">Revision that the change is based on; null to change whatever is there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ChangeOutcome> ReplaceAsync(
        string vm, byte[] definitionJson, ChangeScope scope, long? expectedRevision, CancellationToken cancellationToken = default)
    {
        var request = _transport.Request(HttpMethod.Post, ApiPath.Vm(vm, $"/change?scope={Kebab.Of(scope)}"), definitionJson);
        return SendAsync(request, expectedRevision, cancellationToken);
    }

    /// <summary>The devices of a VM: those that run, and those of its next start.</summary>
    public Task<IReadOnlyList<DeviceSummary>> ListDevicesAsync(string vm, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Vm(vm, "/devices"), ClientJson.Lenient.IReadOnlyListDeviceSummary, cancellationToken);

    /// <summary>Adds a device.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="deviceJson">An <see cref="AnyDevice"/>.</param>
    /// <param name="scope">What is changed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ChangeOutcome> AttachAsync(string vm, byte[] deviceJson, ChangeScope scope, CancellationToken cancellationToken = default) =>
        SendAsync(_transport.Request(HttpMethod.Post, ApiPath.Vm(vm, $"/devices?scope={Kebab.Of(scope)}"), deviceJson), null, cancellationToken);

    /// <summary>Changes a device in place.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="alias">The device's alias.</param>
    /// <param name="device">The device as it shall be.</param>
    /// <param name="scope">What is changed.</param>
    /// <param name="expectedRevision">Revision that the change is based on; null to change whatever is there.</param>
    /// <param name="tray">How a guest is dealt with that has locked a tray; null to ask it, for the daemon's usual time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ChangeOutcome> UpdateAsync(
        string vm,
        string alias,
        AnyDevice device,
        ChangeScope scope,
        long? expectedRevision,
        TrayWish? tray = null,
        CancellationToken cancellationToken = default)
    {
        var how = $"?scope={Kebab.Of(scope)}{Limit(tray?.Patience)}{(tray?.Force == true ? "&force=true" : "")}";
        var request = _transport.Request(HttpMethod.Put, ApiPath.Device(vm, alias, how), device, ApiJson.Default.AnyDevice);
        return SendAsync(request, expectedRevision, cancellationToken);
    }

    /// <summary>Takes a device away.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="device">Alias, disk name, or MAC address.</param>
    /// <param name="scope">What is changed.</param>
    /// <param name="patience">How long a running guest gets to release it; null for the daemon's usual time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<ChangeOutcome> DetachAsync(
        string vm, string device, ChangeScope scope, TimeSpan? patience = null, CancellationToken cancellationToken = default) =>
        SendAsync(_transport.Request(HttpMethod.Delete, ApiPath.Device(vm, device, $"?scope={Kebab.Of(scope)}{Limit(patience)}")), null, cancellationToken);

    private Task<ChangeOutcome> SendAsync(HttpRequestMessage request, long? expectedRevision, CancellationToken cancellationToken)
    {
        if (expectedRevision is { } revision)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{revision}\""));
        }

        return _transport.SendAsync(request, ClientJson.Lenient.ChangeOutcome, cancellationToken);
    }

    private static string Limit(TimeSpan? patience) =>
        patience is { } time ? string.Create(CultureInfo.InvariantCulture, $"&timeout={time.TotalSeconds:0.###}") : "";
}
