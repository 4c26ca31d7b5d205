using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;disk&gt;</c>: disks, CD-ROM and floppy drives.</summary>
internal static class DiskXml
{
    private const string File = "file";
    private const string Block = "block";
    private const string Network = "network";
    private const string Volume = "volume";

    public static DiskDefinition Read(Element element)
    {
        var kind = element.Word("device", DiskWords.Devices) ?? DiskDevice.Disk;
        element.Accept("snapshot", "internal");
        element.Accept("rawio", "no");
        element.Accept("sgio", "filtered");
        var target = element.NeedChild("target");
        var name = target.Need("dev");
        var source = Source(element);
        var disk = new DiskDefinition
        {
            Name = name,
            Device = kind,
            Source = source,
            Encryption = DiskSecretXml.ReadEncryption(element),
            StartupPolicy = element.Child("source")?.Word("startupPolicy", DiskWords.StartupPolicies),
            Bus = target.Word("bus", DiskWords.Buses) ?? DiskWords.BusOf(name, kind),
            Tray = target.Word("tray", DiskWords.Trays),
            Removable = target.OnOff("removable"),
            RotationRate = target.Int("rotation_rate"),
            ReadOnly = element.Presence("readonly") ?? kind == DiskDevice.Cdrom,
            Shareable = element.Presence("shareable") ?? false,
            Serial = element.TextOf("serial"),
            Wwn = element.TextOf("wwn"),
            Vendor = element.TextOf("vendor"),
            Product = element.TextOf("product"),
            Virtio = VirtioWords.OfDisk(element),
            Throttle = ThrottleXml.Read(element),
        };
        return DeviceInfo.ReadBootable(element, DiskDriver.Read(element, Geometry(element, disk)));
    }

    public static void Write(XmlOut output, WriteContext context, DiskDefinition disk)
    {
        using var element = output.Element("disk");
        output.Attr("type", disk.Source switch { NetworkDiskSource => Network, VolumeDiskSource => Volume, BlockDiskSource => Block, _ => File }).Attr("device", DiskWords.Devices.Of(disk.Device))
            .Attr("model", VirtioWords.Disk.Of(disk.Virtio));
        DiskDriver.Write(output, disk);
        using (output.ElementIfAny("source"))
        {
            output.Attr(File, (disk.Source as FileDiskSource)?.Path).Attr("dev", (disk.Source as BlockDiskSource)?.Path)
                .Attr("pool", (disk.Source as VolumeDiskSource)?.Pool).Attr(Volume, (disk.Source as VolumeDiskSource)?.Volume)
                .Attr("startupPolicy", DiskWords.StartupPolicies.Of(disk.StartupPolicy));
            NetworkDiskXml.Write(output, disk.Source as NetworkDiskSource);
        }

        MirrorXml.Write(output, disk.Name is { } name ? context.Live?.Mirrors.GetValueOrDefault(name) : null);
        using (output.ElementIfAny("blockio"))
        {
            output.Attr("logical_block_size", disk.LogicalBlockSize).Attr("physical_block_size", disk.PhysicalBlockSize)
                .Attr("discard_granularity", disk.DiscardGranularity);
        }

        using (output.Element("target"))
        {
            output.Attr("dev", disk.Name).Attr("bus", DiskWords.Buses.Of(disk.BusOn(context.Vm.Machine.Type)))
                .Attr("tray", DiskWords.Trays.Of(disk.Tray)).OnOff("removable", disk.Removable).Attr("rotation_rate", disk.RotationRate);
        }

        ThrottleXml.Write(output, disk.Throttle);
        output.Flag("readonly", disk.ReadOnly || disk.Device == DiskDevice.Cdrom);
        output.Flag("shareable", disk.Shareable);
        output.Leaf("serial", disk.Serial);
        output.Leaf("wwn", disk.Wwn);
        output.Leaf("vendor", disk.Vendor);
        output.Leaf("product", disk.Product);
        DiskSecretXml.WriteEncryption(output, disk.Encryption);
        DeviceInfo.Write(output, context, disk);
    }

    /// <summary>Where the data of a disk is; null for an empty drive.</summary>
    public static DiskSource? Source(Element element)
    {
        var type = element.Attr("type") ?? File;
        var source = element.Child("source");
        source?.Attr("index");
        if (element.Child("backingStore") is { } backing && (backing.Elements.Any() || backing.Attributes.Count > 0))
        {
            throw backing.Unsupported("a <backingStore> in the definition; the image names its own");
        }

        return type switch
        {
            File => source?.Attr(File) is { } path ? new FileDiskSource { Path = path } : null,
            Block => source?.Attr("dev") is { } node ? new BlockDiskSource { Path = node } : null,
            Network => NetworkDiskXml.Read(element, element.NeedChild("source")),
            Volume => new VolumeDiskSource { Pool = element.NeedChild("source").Need("pool"), Volume = element.NeedChild("source").Need(Volume) },
            "dir" or "nvme" or "vhostuser" or "vhostvdpa" => throw element.Unsupported($"a disk of the type '{type}'"),
            _ => throw element.Invalid($"'{type}' for the attribute 'type' of <disk>"),
        };
    }

    private static DiskDefinition Geometry(Element element, DiskDefinition disk) => element.Child("blockio") is not { } block ? disk : disk with
    {
        LogicalBlockSize = block.Int("logical_block_size"),
        PhysicalBlockSize = block.Int("physical_block_size"),
        DiscardGranularity = block.Int("discard_granularity"),
    };
}
