using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Live;

/// <summary>Sets the limits of disks (<c>block_set_io_throttle</c>, qapi/block.json in QEMU's tree), at start and live.</summary>
/// <param name="session">The monitor.</param>
/// <param name="machine">The VM's board.</param>
internal sealed class DiskLimits(QmpSession session, MachineType machine)
{
    /// <summary>Sets the limits of a disk, or of its whole group.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="disks">All disks of the VM, among which are those of its group.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task SetAsync(DiskDefinition disk, IReadOnlyList<DiskDefinition> disks, CancellationToken cancellationToken) => session.ExecuteAsync(
        new RawCommand("block_set_io_throttle", JsonSerializer.SerializeToElement(Arguments(disk, Of(disk, disks)), LiveJson.Default.JsonObject)),
        cancellationToken);

    /// <summary>Brings a disk's limits to what they shall be, and the disks along that name its group alone.</summary>
    /// <param name="before">The disk as it runs.</param>
    /// <param name="after">The disk as it shall be.</param>
    /// <param name="disks">All disks of the VM as they shall be.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task ChangeAsync(
        DiskDefinition before, DiskDefinition after, IReadOnlyList<DiskDefinition> disks, CancellationToken cancellationToken)
    {
        await SetAsync(after, disks, cancellationToken);
        string?[] groups = [before.Throttle?.Group, after.Throttle?.Group];
        foreach (var follower in disks.Where(disk => disk.Alias != after.Alias && NamesGroupAlone(disk) && groups.Contains(disk.Throttle!.Group)))
        {
            await SetAsync(follower, disks, cancellationToken);
        }
    }

    /// <summary>What holds for a disk: its own limits, or those that another disk gives their group. Pure.</summary>
    public static DiskThrottle Of(DiskDefinition disk, IReadOnlyList<DiskDefinition> disks) =>
        (NamesGroupAlone(disk)
            ? disks.FirstOrDefault(other => other.Throttle?.Group == disk.Throttle!.Group && !NamesGroupAlone(other))?.Throttle
            : disk.Throttle) ?? new DiskThrottle();

    private static bool NamesGroupAlone(DiskDefinition disk) =>
        disk.Throttle is { Group: { } group } limits && limits == new DiskThrottle { Group = group };

    // A disk that is told no group stays in that of before, so it is told one of its own.
    private JsonObject Arguments(DiskDefinition disk, DiskThrottle limits)
    {
        var arguments = new JsonObject
        {
            ["id"] = DriveNames.Of(disk, machine),
            ["group"] = limits.Group ?? disk.Alias,
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
