using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Images;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Disks;

/// <summary>
/// The block nodes of a disk. Each layer of an image is a passed descriptor and a node of its own, with format and
/// backing said outright: QEMU never probes a format, and never follows a path that it finds in an image.
/// </summary>
internal static class DiskNodes
{
    /// <summary>The nodes of a disk's medium, from the bottom upwards, since a node must exist before another names it.</summary>
    public static IReadOnlyList<PlannedBackend> Of(DiskDefinition disk, ImageChain chain)
    {
        var caching = DiskCaching.Of(disk, chain);
        List<PlannedBackend> nodes = [.. DiskSecrets.Of(disk, chain)];
        string? top = null;
        for (var depth = chain.Layers.Count - 1; depth >= 0; depth--)
        {
            top = AddLayer(nodes, disk, (chain.Layers[depth], DiskNodeNames.Layer(disk.Alias!, depth), depth), top, caching);
        }

        if (disk.CopyOnRead == true)
        {
            nodes.Add(new PlannedNode("copy-on-read", DiskNodeNames.CopyOnRead(disk.Alias!), [("file", top)]));
        }

        return nodes;
    }

    /// <summary>The nodes of an image that a running disk is to get.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="layer">The image.</param>
    /// <param name="name">Name of the node that understands its format.</param>
    /// <param name="below">The node that it falls back to; null for nothing as yet.</param>
    public static IReadOnlyList<PlannedBackend> Alone(DiskDefinition disk, ImageLayer layer, string name, string? below = null)
    {
        var nodes = new List<PlannedBackend>();
        AddLayer(nodes, disk, (layer, name, 0), below, DiskCaching.Of(disk, new ImageChain([layer])));
        return nodes;
    }

    private static string AddLayer(
        List<PlannedBackend> nodes, DiskDefinition disk, (ImageLayer Layer, string Name, int Depth) place, string? backing, DiskCaching caching)
    {
        var (layer, name, depth) = place;
        var readOnly = depth > 0 || disk.ReadOnly || disk.Device == DiskDevice.Cdrom;
        var discard = disk.Discard == DiskDiscard.Ignore ? "ignore" : "unmap";
        OptionMap common = [("read-only", readOnly), ("discard", discard), ("cache", caching.Options)];
        nodes.Add(layer.Server is { } server
            ? ServerNodes.Of(server, disk, DiskNodeNames.Below(name), common)
            : OnHost(disk, layer, name, depth, caching));
        nodes.Add(new PlannedNode(
            FormatDriver(layer),
            name,
            [
                ("file", DiskNodeNames.Below(name)),
                ("backing", layer.Format == DiskFormat.Qcow2 ? (backing ?? (OptionValue?)new NullValue()) : null),
                .. EncryptionOf(disk, layer),
                ("read-only", readOnly),
                ("discard", discard),
                ("detect-zeroes", depth > 0 ? null : ZeroesWord(disk.DetectZeroes)),
                ("cache", caching.Options),
                ("cache-size", layer.Format == DiskFormat.Qcow2 ? disk.MetadataCache?.Bytes : null),
            ]));
        return name;
    }

    // What is below is open to be read, until QEMU is given a descriptor to write with, to merge images.
    private static PlannedNode OnHost(DiskDefinition disk, ImageLayer layer, string name, int depth, DiskCaching caching)
    {
        var onlyReads = disk.ReadOnly || disk.Device == DiskDevice.Cdrom;
        var isBelow = depth > 0 && !onlyReads;
        var file = new DeviceDescriptor(name, new OpenedFile(layer.Path, depth > 0 || onlyReads ? FileOpening.Read : FileOpening.ReadWrite));
        return new PlannedNode(
            layer.IsBlockDevice ? "host_device" : "file",
            DiskNodeNames.Below(name),
            [
                ("filename", new DescriptorValue(DescriptorForm.Set, file)),
                ("read-only", onlyReads),
                ("auto-read-only", isBelow ? true : null),
                ("discard", disk.Discard == DiskDiscard.Ignore ? "ignore" : "unmap"),
                ("cache", caching.Options),
                ("aio", Aio(disk, layer, caching)),
            ]);
    }

    private static string FormatDriver(ImageLayer layer) => layer switch
    {
        { Format: DiskFormat.Qcow2 } => "qcow2",
        { IsEncrypted: true } => "luks",
        _ => "raw",
    };

    private static OptionMap EncryptionOf(DiskDefinition disk, ImageLayer layer) => layer switch
    {
        { IsEncrypted: false } => [],
        { Format: DiskFormat.Qcow2 } => [("encrypt", OptionMap.Of(("format", "luks"), ("key-secret", DiskNodeNames.Passphrase(disk.Alias!))))],
        _ => [("key-secret", DiskNodeNames.Passphrase(disk.Alias!))],
    };

    // Linux AIO never blocks on a block device opened past the page cache; on a file it may, where threads do not.
    private static string? Aio(DiskDefinition disk, ImageLayer layer, DiskCaching caching) => disk.Io switch
    {
        DiskIo.Threads => "threads",
        DiskIo.Native => "native",
        DiskIo.IoUring => "io_uring",
        _ => layer.IsBlockDevice && caching.Direct ? "native" : null,
    };

    private static string? ZeroesWord(DetectZeroes? detect) => detect switch
    {
        DetectZeroes.On => "on",
        DetectZeroes.Unmap => "unmap",
        _ => null,
    };
}
