using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Engine.Ports;
using Lodge.Linux;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Live;

/// <summary>Changes the medium of a CD-ROM or floppy drive: tray open, old medium out, new one in, tray closed.</summary>
internal sealed class MediumChanger(QmpSession session, DevicePlug plug, DeviceReleases releases)
{
    /// <summary>Changes the medium; on failure the old one is in the drive again.</summary>
    /// <param name="drive">The drive as it shall be.</param>
    /// <param name="before">How it was planned.</param>
    /// <param name="after">How it is planned now.</param>
    /// <param name="options">User and patience.</param>
    /// <param name="cancellationToken">Ends the waiting for the guest.</param>
    /// <exception cref="LodgeException">The guest holds the tray; QEMU refused.</exception>
    public async Task ChangeAsync(
        DiskDefinition drive, PlannedDevice before, PlannedDevice after, PlugOptions options, CancellationToken cancellationToken)
    {
        var alias = drive.Alias!;
        await OpenAsync(drive, options.Manner, cancellationToken);
        await using var undo = new UndoStack(_ => { });
        undo.Push(() => TrayAsync("blockdev-close-tray", alias, CancellationToken.None));
        if (NodeOf(before) is { } old)
        {
            await TrayAsync("blockdev-remove-medium", alias, cancellationToken);
            await plug.RemoveBackendsAsync(before, CancellationToken.None);
            undo.Push(() => InsertAsync(drive, before, old, options, CancellationToken.None));
        }

        if (NodeOf(after) is { } node)
        {
            await InsertAsync(drive, after, node, options, cancellationToken);
        }

        undo.Keep();
        if (drive.Tray != TrayState.Open)
        {
            await TrayAsync("blockdev-close-tray", alias, CancellationToken.None);
        }
    }

    private async Task OpenAsync(DiskDefinition drive, ChangeManner manner, CancellationToken cancellationToken)
    {
        if (!await releases.AwaitOpenTrayAsync(
            drive.Alias!, () => AskToOpenAsync(drive.Alias!, manner.Force, cancellationToken), manner.Patience, cancellationToken))
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"The guest has locked the tray of '{drive.Name}', and has not opened it within {manner.Patience.TotalSeconds:0.#} s.",
                "Unmount the medium in the guest ('eject'), then try again; or use force ('lodge eject --force'), and what it reads fails.");
        }
    }

    // A floppy has no tray. A locked one makes QEMU ask the guest, and say nothing about it.
    private async Task<bool> AskToOpenAsync(string alias, bool force, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(
                new RawCommand("blockdev-open-tray", Arguments(new JsonObject { ["id"] = alias, ["force"] = force })), cancellationToken);
        }
        catch (LodgeException refused) when (refused.Message.Contains("does not have a tray", StringComparison.Ordinal))
        {
            return true;
        }

        var drives = await session.ExecuteAsync(new QueryBlockCommand(), cancellationToken);
        return drives.FirstOrDefault(drive => drive.Qdev is { } place && DeviceReleases.AliasIn(place) == alias)?.TrayOpen != false;
    }

    private async Task InsertAsync(DiskDefinition drive, PlannedDevice device, string node, PlugOptions options, CancellationToken cancellationToken)
    {
        await using var undo = new UndoStack(_ => { });
        var sent = await SentDescriptors.SendAsync(session, device.Descriptors, options.AsOtherUser, [], options.Manner.Secrets, undo, cancellationToken);
        await plug.AddBackendsAsync(device.Backends, sent, undo, cancellationToken);
        await LoneImages.CheckAsync(session, [drive], cancellationToken);
        await session.ExecuteAsync(
            new RawCommand("blockdev-insert-medium", Arguments(new JsonObject { ["id"] = drive.Alias, ["node-name"] = node })), cancellationToken);
        undo.Keep();
    }

    private async Task TrayAsync(string command, string alias, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(new RawCommand(command, Arguments(new JsonObject { ["id"] = alias })), cancellationToken);
        }
        catch (LodgeException refused) when (command == "blockdev-close-tray" && refused.Message.Contains("does not have a tray", StringComparison.Ordinal))
        {
            return;
        }
    }

    private static string? NodeOf(PlannedDevice device) => device.Properties["drive"]?.ToText(static (_, _) => "");

    private static JsonElement Arguments(JsonObject members) => JsonSerializer.SerializeToElement(members, LiveJson.Default.JsonObject);
}

/// <summary>Circumstances in which a device or medium is given to QEMU.</summary>
/// <param name="AsOtherUser">Whether QEMU runs as another user than this process.</param>
/// <param name="Manner">How the guest is dealt with when it has locked the tray, and the secrets.</param>
internal sealed record PlugOptions(bool AsOtherUser, ChangeManner Manner);
