using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Linux;
using Lodge.Model.Errors;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;
using Microsoft.Extensions.Logging;

namespace Lodge.Qemu.Live;

/// <summary>Plugs planned devices into a running QEMU, and takes them out.</summary>
internal sealed partial class DevicePlug(QmpSession session, DeviceReleases releases, CompanionPlug companions, string vm, ILogger logger)
{
    // For a guest that has just been given a device, and is asked for it again.
    private static readonly TimeSpan UndoPatience = TimeSpan.FromSeconds(5);

    /// <summary>Makes a device; on failure nothing is left of it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="shared">What it needs beside; QEMU may have it, from a device that has gone.</param>
    /// <param name="options">User and secrets.</param>
    /// <param name="settle">What else belongs to it, once QEMU has it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task AddAsync(
        PlannedDevice device, IReadOnlyList<PlannedBackend> shared, PlugOptions options, Func<Task> settle, CancellationToken cancellationToken)
    {
        await using var undo = new UndoStack(trouble => UndoFailed(vm, device.Id, trouble));
        var started = await companions.StartAsync(device.Companions, undo, cancellationToken);
        var sent = await SentDescriptors.SendAsync(session, device.Descriptors, options.AsOtherUser, started, options.Manner.Secrets, undo, cancellationToken);
        await AddBackendsAsync([.. await WithoutThoseThereAsync(shared, cancellationToken), .. device.Backends], sent, undo, cancellationToken);
        if (device.Add is { } add)
        {
            await ExecuteAsync(add, sent.NameOf, cancellationToken);
            undo.Push(() => releases.AwaitAsync(device.Id, () => AskAsync(device.Id, CancellationToken.None), UndoPatience, CancellationToken.None));
        }

        await settle();
        undo.Keep();
    }

    /// <summary>Makes what stands behind a device.</summary>
    public async Task AddBackendsAsync(
        IReadOnlyList<PlannedBackend> backends, SentDescriptors sent, UndoStack undo, CancellationToken cancellationToken)
    {
        foreach (var backend in backends)
        {
            await ExecuteAsync(backend.Add, sent.NameOf, cancellationToken);
            undo.Push(() => ExecuteAsync(backend.Remove, sent.NameOf, CancellationToken.None));
        }
    }

    /// <summary>Has the guest release a device, and takes away what stands behind it.</summary>
    /// <exception cref="LodgeException">The guest refused, or has not done it in time.</exception>
    public async Task RemoveAsync(PlannedDevice device, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (device.Driver is not null)
        {
            await releases.AwaitAsync(device.Id, () => AskAsync(device.Id, cancellationToken), patience, cancellationToken);
        }

        await RemoveBackendsAsync(device, CancellationToken.None);
    }

    /// <summary>Takes away what stands behind a device that is gone. What is gone too is passed over.</summary>
    public async Task RemoveBackendsAsync(PlannedDevice device, CancellationToken cancellationToken)
    {
        if (device.Backends.Any(backend => backend is PlannedNode))
        {
            foreach (var node in await DiskLeftovers.RemoveAsync(session, device.Id, cancellationToken))
            {
                NodeStays(vm, node);
            }
        }

        foreach (var backend in device.Backends.Reverse().Where(backend => backend is not PlannedNode))
        {
            try
            {
                await ExecuteAsync(backend.Remove, static (_, _) => "", cancellationToken);
            }
            catch (LodgeException refused) when (refused.Error.Code == ErrorCode.HypervisorFailed)
            {
                UndoFailed(vm, backend.Id, refused);
            }
        }

        await SentDescriptors.RemoveAsync(session, device.Descriptors, cancellationToken);
        await companions.EndAsync(device.Companions, cancellationToken);
    }

    /// <summary>Names of what QEMU has at a place in its tree of objects.</summary>
    public async Task<IReadOnlySet<string>> ListAsync(string path, CancellationToken cancellationToken)
    {
        var arguments = JsonSerializer.SerializeToElement(new JsonObject { ["path"] = path }, LiveJson.Default.JsonObject);
        var answer = await session.ExecuteAsync(new RawCommand("qom-list", arguments), cancellationToken);
        return answer.EnumerateArray().Select(member => member.GetProperty("name").GetString()!).ToHashSet();
    }

    private async Task<IReadOnlyList<PlannedBackend>> WithoutThoseThereAsync(IReadOnlyList<PlannedBackend> shared, CancellationToken cancellationToken)
    {
        if (shared.Count == 0)
        {
            return shared;
        }

        var there = await ListAsync("/objects", cancellationToken);
        return [.. shared.Where(backend => backend is not PlannedObject || !there.Contains(backend.Id))];
    }

    /// <summary>Carries out a planned command.</summary>
    public Task<JsonElement> ExecuteAsync(PlannedCommand command, DescriptorNames names, CancellationToken cancellationToken) =>
        session.ExecuteAsync(new RawCommand(command.Name, command.Arguments.ToArguments(names)), cancellationToken);

    // Asked a second time, QEMU says that it has asked already: the answer is waited for all the same.
    private async Task AskAsync(string alias, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(new DeviceDelCommand(alias), cancellationToken);
        }
        catch (LodgeException refused) when (refused.Error.Message.Contains("already in the process of unplug", StringComparison.Ordinal))
        {
            return;
        }
    }

    [LoggerMessage(4303, LogLevel.Warning, "The QEMU of VM {Vm} keeps the block node '{Node}' of a disk that is gone")]
    private partial void NodeStays(string vm, string node);

    [LoggerMessage(4301, LogLevel.Warning, "Taking '{What}' of VM {Vm} back failed")]
    private partial void UndoFailed(string vm, string what, Exception trouble);
}
