using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;disk&gt;&lt;iotune&gt;</c>: limits of throughput. Zero is no limit.</summary>
internal static class ThrottleXml
{
    private static readonly (string Name, Func<DiskThrottle, long?> Get, Func<DiskThrottle, long, DiskThrottle> Set)[] s_limits =
    [
        ("total_bytes_sec", t => t.TotalBytes, (t, v) => t with { TotalBytes = v }),
        ("read_bytes_sec", t => t.ReadBytes, (t, v) => t with { ReadBytes = v }),
        ("write_bytes_sec", t => t.WriteBytes, (t, v) => t with { WriteBytes = v }),
        ("total_iops_sec", t => t.TotalIops, (t, v) => t with { TotalIops = v }),
        ("read_iops_sec", t => t.ReadIops, (t, v) => t with { ReadIops = v }),
        ("write_iops_sec", t => t.WriteIops, (t, v) => t with { WriteIops = v }),
        ("total_bytes_sec_max", t => t.TotalBytesMax, (t, v) => t with { TotalBytesMax = v }),
        ("read_bytes_sec_max", t => t.ReadBytesMax, (t, v) => t with { ReadBytesMax = v }),
        ("write_bytes_sec_max", t => t.WriteBytesMax, (t, v) => t with { WriteBytesMax = v }),
        ("total_iops_sec_max", t => t.TotalIopsMax, (t, v) => t with { TotalIopsMax = v }),
        ("read_iops_sec_max", t => t.ReadIopsMax, (t, v) => t with { ReadIopsMax = v }),
        ("write_iops_sec_max", t => t.WriteIopsMax, (t, v) => t with { WriteIopsMax = v }),
    ];

    private static readonly (string Name, Func<DiskThrottle, int?> Get, Func<DiskThrottle, int, DiskThrottle> Set)[] s_lengths =
    [
        ("total_bytes_sec_max_length", t => t.TotalBytesMaxSeconds, (t, v) => t with { TotalBytesMaxSeconds = v }),
        ("read_bytes_sec_max_length", t => t.ReadBytesMaxSeconds, (t, v) => t with { ReadBytesMaxSeconds = v }),
        ("write_bytes_sec_max_length", t => t.WriteBytesMaxSeconds, (t, v) => t with { WriteBytesMaxSeconds = v }),
        ("total_iops_sec_max_length", t => t.TotalIopsMaxSeconds, (t, v) => t with { TotalIopsMaxSeconds = v }),
        ("read_iops_sec_max_length", t => t.ReadIopsMaxSeconds, (t, v) => t with { ReadIopsMaxSeconds = v }),
        ("write_iops_sec_max_length", t => t.WriteIopsMaxSeconds, (t, v) => t with { WriteIopsMaxSeconds = v }),
    ];

    public static DiskThrottle? Read(Element disk)
    {
        if (disk.Child("iotune") is not { } tune)
        {
            return null;
        }

        var throttle = new DiskThrottle { Group = tune.TextOf("group_name"), OperationSize = NotZero(tune.LongOf("size_iops_sec")) };
        foreach (var (name, _, set) in s_limits)
        {
            throttle = NotZero(tune.LongOf(name)) is { } limit ? set(throttle, limit) : throttle;
        }

        foreach (var (name, _, set) in s_lengths)
        {
            throttle = NotZero(tune.IntOf(name)) is { } length ? set(throttle, (int)length) : throttle;
        }

        return throttle == new DiskThrottle() ? null : throttle;
    }

    public static void Write(XmlOut output, DiskThrottle? throttle)
    {
        if (throttle is null)
        {
            return;
        }

        using var tune = output.ElementIfAny("iotune");
        foreach (var (name, get, _) in s_limits)
        {
            output.Leaf(name, NotZero(get(throttle)));
        }

        output.Leaf("size_iops_sec", NotZero(throttle.OperationSize));
        output.Leaf("group_name", throttle.Group);
        foreach (var (name, get, _) in s_lengths)
        {
            output.Leaf(name, NotZero(get(throttle)));
        }
    }

    private static long? NotZero(long? value) => value == 0 ? null : value;
}
