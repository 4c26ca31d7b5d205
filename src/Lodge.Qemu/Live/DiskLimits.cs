using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Live;

/// <summary>Sets the limits of disks (<c>block_set_io_throttle</c>, qapi/block.json in QEMU's tree), at start and live.</summary>
internal sealed class DiskLimits(QmpSession session)
{
    /// <summary>Sets the limits of a disk, or of its whole group.</summary>
    public Task SetAsync(DiskDefinition disk, CancellationToken cancellationToken) => session.ExecuteAsync(
        new RawCommand("block_set_io_throttle", JsonSerializer.SerializeToElement(Arguments(disk), LiveJson.Default.JsonObject)), cancellationToken);

    /// <summary>The command's arguments. Pure.</summary>
    public static JsonObject Arguments(DiskDefinition disk)
    {
        var limits = disk.Throttle ?? new DiskThrottle();
        var arguments = new JsonObject
        {
            ["id"] = disk.Alias,
            ["bps"] = limits.TotalBytes ?? 0,
            ["bps_rd"] = limits.ReadBytes ?? 0,
            ["bps_wr"] = limits.WriteBytes ?? 0,
            ["iops"] = limits.TotalIops ?? 0,
            ["iops_rd"] = limits.ReadIops ?? 0,
            ["iops_wr"] = limits.WriteIops ?? 0,
        };
        AddBurst(arguments, "bps", limits.TotalBytesMax, limits.TotalBytesMaxSeconds);
        AddBurst(arguments, "bps_rd", limits.ReadBytesMax, limits.ReadBytesMaxSeconds);
        AddBurst(arguments, "bps_wr", limits.WriteBytesMax, limits.WriteBytesMaxSeconds);
        AddBurst(arguments, "iops", limits.TotalIopsMax, limits.TotalIopsMaxSeconds);
        AddBurst(arguments, "iops_rd", limits.ReadIopsMax, limits.ReadIopsMaxSeconds);
        AddBurst(arguments, "iops_wr", limits.WriteIopsMax, limits.WriteIopsMaxSeconds);
        if (limits.OperationSize is { } size)
        {
            arguments["iops_size"] = size;
        }

        if (limits.Group is { } group)
        {
            arguments["group"] = group;
        }

        return arguments;
    }

    private static void AddBurst(JsonObject arguments, string name, long? most, int? seconds)
    {
        if (most is { } burst)
        {
            arguments[$"{name}_max"] = burst;
            arguments[$"{name}_max_length"] = seconds ?? 1;
        }
    }
}
