using Lodge.Engine.Ports;
using Lodge.Linux;
using Lodge.Linux.Files;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Images;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Live;
using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Snapshots;

/// <summary>Opens images for disks of a running QEMU, to be read or written, which gets them as descriptors.</summary>
internal sealed class NewImages(QemuParts parts, VmClaims claims)
{
    private bool AsOtherUser => parts.Record.Current.Runtime!.Uid is not null;

    /// <summary>Opens an image that nothing uses yet.</summary>
    /// <param name="disk">The disk that it is for.</param>
    /// <param name="image">The image.</param>
    /// <param name="below">The node that it falls back to; null for nothing as yet.</param>
    /// <param name="undo">Takes how to close it.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <returns>Its node.</returns>
    public async Task<string> OpenAsync(DiskDefinition disk, LayerFile image, string? below, UndoStack undo, CancellationToken cancellationToken)
    {
        var name = DiskNodeNames.Unique(disk.Alias!);
        var identity = ImageFile.Identify(image.Path, "disk image");
        var layer = new ImageLayer(image.Path, image.Format, identity.Kind == FileKind.BlockDevice, identity, ImageFile.AllowsDirect(image.Path));
        var device = new PlannedDevice { Id = name, Backends = DiskNodes.Alone(disk, layer, name, below) };
        claims.Extend(parts.Record.Current.Intent.Definition.Id, [new ImageClaim(image.Path, identity, Writes: true)]);
        var sent = await SentDescriptors.SendAsync(parts.Session, device.Descriptors, AsOtherUser, [], NoSecretValues.Instance, undo, cancellationToken);
        foreach (var backend in device.Backends)
        {
            await parts.Session.ExecuteAsync(new RawCommand(backend.Add.Name, backend.Add.Arguments.ToArguments(sent.NameOf)), cancellationToken);
            undo.Push(() => parts.Session.ExecuteAsync(new BlockdevDelCommand(backend.Id), CancellationToken.None));
        }

        return name;
    }

    /// <summary>Has QEMU write to an image that it had open to read.</summary>
    /// <param name="disk">The disk that it belongs to.</param>
    /// <param name="file">The image.</param>
    /// <param name="image">Its node.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <remarks>
    /// An image below others was opened to be read, and to be opened anew when it is written. Locks belong to a descriptor and
    /// its copies, of which the set keeps one: so those of the first would stand in the way of the second, and QEMU dies of
    /// that in the end. Here it gets a node that always writes, and the first descriptor goes.
    /// </remarks>
    public async Task OpenToWriteAsync(DiskDefinition disk, LayerFile file, BlockImage image, CancellationToken cancellationToken)
    {
        var session = parts.Session;
        claims.Extend(parts.Record.Current.Intent.Definition.Id, [new ImageClaim(file.Path, image.Identity, Writes: true)]);
        var sets = await session.ExecuteAsync(new QueryFdsetsCommand(), cancellationToken);
        using var writable = ImageFile.Open(file.Path, "disk image", OpenFlags.ReadWrite);
        var sent = await session.ExecuteAsync(new AddFdCommand(writable, image.Set, image.Node), cancellationToken);
        var layer = new ImageLayer(file.Path, file.Format, image.Identity.Kind == FileKind.BlockDevice, image.Identity, ImageFile.AllowsDirect(file.Path));
        try
        {
            var options = DiskNodes.Alone(disk, layer, image.Node)[0].Add.Arguments.ToArguments((_, _) => NameOf(image.Set));
            await session.ExecuteAsync(new BlockdevReopenCommand(options), cancellationToken);
        }
        catch
        {
            await session.ExecuteAsync(new RemoveFdCommand(sent.FdsetId, sent.Fd), CancellationToken.None);
            throw;
        }

        foreach (var old in sets.First(set => set.FdsetId == image.Set).Fds)
        {
            await session.ExecuteAsync(new RemoveFdCommand(image.Set, old.Fd), CancellationToken.None);
        }
    }

    private static string NameOf(long set) => $"/dev/fdset/{set.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
