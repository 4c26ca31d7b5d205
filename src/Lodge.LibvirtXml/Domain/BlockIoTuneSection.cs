using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;blkiotune&gt;</c>: shares and limits of the host's disks.</summary>
internal static class BlockIoTuneSection
{
    public static BlockIoTuning? Read(Element root)
    {
        if (root.Child("blkiotune") is not { } tune)
        {
            return null;
        }

        var devices = tune.Children("device");
        var tuning = new BlockIoTuning
        {
            Weight = tune.IntOf("weight"),
            Devices = devices.Count == 0 ? null : [.. devices.Select(Device)],
        };
        return tuning == new BlockIoTuning() ? null : tuning;
    }

    public static void Write(XmlOut output, BlockIoTuning? tuning)
    {
        using var tune = output.ElementIfAny("blkiotune");
        output.Leaf("weight", tuning?.Weight);
        foreach (var device in (tuning?.Devices).OrEmpty())
        {
            using var element = output.Element("device");
            output.Leaf("path", device.Path);
            output.Leaf("weight", device.Weight);
            output.Leaf("read_iops_sec", device.ReadIops);
            output.Leaf("write_iops_sec", device.WriteIops);
            output.Leaf("read_bytes_sec", device.ReadBytes);
            output.Leaf("write_bytes_sec", device.WriteBytes);
        }
    }

    // Zero is libvirt's word for no limit.
    private static BlockIoDevice Device(Element device) => new()
    {
        Path = device.TextOf("path") ?? throw device.Invalid("missing element <path> in <device>"),
        Weight = (int?)Limit(device.IntOf("weight")),
        ReadIops = Limit(device.LongOf("read_iops_sec")),
        WriteIops = Limit(device.LongOf("write_iops_sec")),
        ReadBytes = Limit(device.LongOf("read_bytes_sec")),
        WriteBytes = Limit(device.LongOf("write_bytes_sec")),
    };

    private static long? Limit(long? value) => value == 0 ? null : value;
}
