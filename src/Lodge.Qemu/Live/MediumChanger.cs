using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Launching;
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
        DiskDefinition drive, PlannedDevice before, PlannedDevice after, MediumOptions options, CancellationToken cancellationToken)
    {
        var alias = drive.Alias!;
        await OpenAsync(drive, options.Patience, cancellationToken);
        await using var undo = new UndoStack(_ => { });
        undo.Push(() => TrayAsync("blockdev-close-tray", alias, CancellationToken.None));
        if (NodeOf(before) is { } old)
        {
            await TrayAsync("blockdev-remove-medium", alias, cancellationToken);
            await plug.RemoveBackendsAsync(before, CancellationToken.None);
            undo.Push(() => InsertAsync(alias, before, old, options, CancellationToken.None));
        }

        if (NodeOf(after) is { } node)
        {
            await InsertAsync(alias, after, node, options, cancellationToken);
        }

        undo.Keep();
        if (drive.Tray != TrayState.Open)
        {
            await TrayAsync("blockdev-close-tray", alias, CancellationToken.None);
        }
    }

    private async Task OpenAsync(DiskDefinition drive, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!await releases.AwaitOpenTrayAsync(drive.Alias!, () => AskToOpenAsync(drive.Alias!, cancellationToken), patience, cancellationToken))
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"The guest has locked the tray of '{drive.Name}', and has not opened it within {patience.TotalSeconds:0.#} s.",
                "Unmount the medium in the guest ('eject'), then try again.");
        }
    }

    // A floppy has no tray. A locked tray makes QEMU ask the guest, and say so as an error.
    private async Task<bool> AskToOpenAsync(string alias, CancellationToken cancellationToken)
    {
        try
        {
            await TrayAsync("blockdev-open-tray", alias, cancellationToken);
            return true;
        }
        catch (LodgeException refused) when (refused.Message.Contains("does not have a tray", StringComparison.Ordinal))
        {
            return true;
        }
        catch (LodgeException refused) when (refused.Message.Contains("is locked", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private async Task InsertAsync(string alias, PlannedDevice device, string node, MediumOptions options, CancellationToken cancellationToken)
    {
        await using var undo = new UndoStack(_ => { });
        var sent = await SentDescriptors.SendAsync(session, device.Descriptors, options.AsOtherUser, undo, cancellationToken);
        await plug.AddBackendsAsync(device.Backends, sent, undo, cancellationToken);
        await session.ExecuteAsync(
            new RawCommand("blockdev-insert-medium", Arguments(new JsonObject { ["id"] = alias, ["node-name"] = node })), cancellationToken);
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

/// <summary>Circumstances of a change of medium.</summary>
/// <param name="AsOtherUser">Whether QEMU runs as another user than this process.</param>
/// <param name="Patience">How long the guest may take to open the tray.</param>
internal sealed record MediumOptions(bool AsOtherUser, TimeSpan Patience);
