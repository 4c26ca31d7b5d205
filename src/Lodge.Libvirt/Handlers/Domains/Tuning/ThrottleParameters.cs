using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>The parameters of a disk's limits. 0 is no limit.</summary>
internal static class ThrottleParameters
{
    private const string Group = "group_name";

    // What libvirt sets together: naming one of them takes the others away.
    private static readonly string[][] s_together =
    [
        ["total_bytes_sec", "read_bytes_sec", "write_bytes_sec"],
        ["total_iops_sec", "read_iops_sec", "write_iops_sec"],
        ["total_bytes_sec_max", "read_bytes_sec_max", "write_bytes_sec_max"],
        ["total_iops_sec_max", "read_iops_sec_max", "write_iops_sec_max"],
    ];

    /// <summary>All of them, in libvirt's order.</summary>
    public static ParameterTable<DiskThrottle> Table { get; } = new(
        Limit("total_bytes_sec", t => t.TotalBytes, (t, v) => t with { TotalBytes = v }),
        Limit("read_bytes_sec", t => t.ReadBytes, (t, v) => t with { ReadBytes = v }),
        Limit("write_bytes_sec", t => t.WriteBytes, (t, v) => t with { WriteBytes = v }),
        Limit("total_iops_sec", t => t.TotalIops, (t, v) => t with { TotalIops = v }),
        Limit("read_iops_sec", t => t.ReadIops, (t, v) => t with { ReadIops = v }),
        Limit("write_iops_sec", t => t.WriteIops, (t, v) => t with { WriteIops = v }),
        Limit("total_bytes_sec_max", t => t.TotalBytesMax, (t, v) => t with { TotalBytesMax = v }),
        Limit("read_bytes_sec_max", t => t.ReadBytesMax, (t, v) => t with { ReadBytesMax = v }),
        Limit("write_bytes_sec_max", t => t.WriteBytesMax, (t, v) => t with { WriteBytesMax = v }),
        Limit("total_iops_sec_max", t => t.TotalIopsMax, (t, v) => t with { TotalIopsMax = v }),
        Limit("read_iops_sec_max", t => t.ReadIopsMax, (t, v) => t with { ReadIopsMax = v }),
        Limit("write_iops_sec_max", t => t.WriteIopsMax, (t, v) => t with { WriteIopsMax = v }),
        Limit("size_iops_sec", t => t.OperationSize, (t, v) => t with { OperationSize = v }),
        Parameter<DiskThrottle>.Text(Group, t => t.Group ?? "", (t, v) => t with { Group = v.Length == 0 ? null : v }),
        Length("total_bytes_sec_max_length", t => t.TotalBytesMaxSeconds, (t, v) => t with { TotalBytesMaxSeconds = v }),
        Length("read_bytes_sec_max_length", t => t.ReadBytesMaxSeconds, (t, v) => t with { ReadBytesMaxSeconds = v }),
        Length("write_bytes_sec_max_length", t => t.WriteBytesMaxSeconds, (t, v) => t with { WriteBytesMaxSeconds = v }),
        Length("total_iops_sec_max_length", t => t.TotalIopsMaxSeconds, (t, v) => t with { TotalIopsMaxSeconds = v }),
        Length("read_iops_sec_max_length", t => t.ReadIopsMaxSeconds, (t, v) => t with { ReadIopsMaxSeconds = v }),
        Length("write_iops_sec_max_length", t => t.WriteIopsMaxSeconds, (t, v) => t with { WriteIopsMaxSeconds = v }));

    /// <summary>The limits once a client has set some; null for none.</summary>
    /// <exception cref="LibvirtException">A total excludes the limits of reads and writes.</exception>
    public static DiskThrottle? Apply(DiskThrottle? present, IReadOnlyList<TypedParam> wanted)
    {
        var cleared = new List<TypedParam>();
        foreach (var together in s_together)
        {
            var named = wanted.Where(param => together.Contains(param.Field)).ToList();
            ThrowIfExclusive(together[0], named);
            if (named.Count > 0)
            {
                cleared.AddRange(together.Where(name => named.All(param => param.Field != name)).Select(name => new TypedParam(name, TypedParamValue.ULong(0))));
            }
        }

        var throttle = WithoutIdleBursts(Table.Apply(present ?? new DiskThrottle(), [.. wanted, .. cleared]));
        return throttle == new DiskThrottle() ? null : throttle;
    }

    private static void ThrowIfExclusive(string total, List<TypedParam> named)
    {
        var set = named.Where(param => param.Value.AsULong() > 0).ToList();
        if (set.Count > 1 && set.Exists(param => param.Field == total))
        {
            throw DomainEditor.Wrong($"total and read/write of {total["total_".Length..]} cannot be set at the same time");
        }
    }

    // A burst without its limit, and a length without its burst, mean nothing.
    private static DiskThrottle WithoutIdleBursts(DiskThrottle t)
    {
        var limited = t with
        {
            TotalBytesMax = t.TotalBytes is null ? null : t.TotalBytesMax,
            ReadBytesMax = t.ReadBytes is null ? null : t.ReadBytesMax,
            WriteBytesMax = t.WriteBytes is null ? null : t.WriteBytesMax,
            TotalIopsMax = t.TotalIops is null ? null : t.TotalIopsMax,
            ReadIopsMax = t.ReadIops is null ? null : t.ReadIopsMax,
            WriteIopsMax = t.WriteIops is null ? null : t.WriteIopsMax,
        };
        return limited with
        {
            TotalBytesMaxSeconds = limited.TotalBytesMax is null ? null : t.TotalBytesMaxSeconds,
            ReadBytesMaxSeconds = limited.ReadBytesMax is null ? null : t.ReadBytesMaxSeconds,
            WriteBytesMaxSeconds = limited.WriteBytesMax is null ? null : t.WriteBytesMaxSeconds,
            TotalIopsMaxSeconds = limited.TotalIopsMax is null ? null : t.TotalIopsMaxSeconds,
            ReadIopsMaxSeconds = limited.ReadIopsMax is null ? null : t.ReadIopsMaxSeconds,
            WriteIopsMaxSeconds = limited.WriteIopsMax is null ? null : t.WriteIopsMaxSeconds,
        };
    }

    private static Parameter<DiskThrottle> Limit(string name, Func<DiskThrottle, long?> get, Func<DiskThrottle, long?, DiskThrottle> set) =>
        Parameter<DiskThrottle>.ULong(name, t => get(t) ?? 0, (t, v) => set(t, v == 0 ? null : v));

    private static Parameter<DiskThrottle> Length(string name, Func<DiskThrottle, int?> get, Func<DiskThrottle, int?, DiskThrottle> set) =>
        Parameter<DiskThrottle>.ULong(name, t => get(t) ?? 0, (t, v) => set(t, v == 0 ? null : (int)Math.Min(v, int.MaxValue)));
}
